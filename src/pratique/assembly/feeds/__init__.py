"""Recalls and alerts as authorities publish them: fetched politely, each official form read into `ProductNotice`, kept in a folder."""
