"""Exports of catalogues, whatever their format, as portions of listings. See `docs/reference/files.md`."""

from pratique.assembly.read.chunk import Chunk, Reject, Warned
from pratique.assembly.read.columns import ROW_NUMBER, ColumnMap
from pratique.assembly.read.files import InputFile, input_files
from pratique.assembly.read.listings import CHUNK_ROWS, read_listings

__all__ = ["CHUNK_ROWS", "ROW_NUMBER", "Chunk", "ColumnMap", "InputFile", "Reject", "Warned", "input_files", "read_listings"]
