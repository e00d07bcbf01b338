"""How far something that reads the log in the order of its batches came."""

from pratique.store.transaction import Transaction


def next_batches(tx: Transaction, name: str, most: int) -> tuple[int, int]:
    """First and last of the batches to read next; the last is below the first where there are none.

    Two readers of one name wait for each other.
    Batches are numbered in the order of commits, so none comes in before one that was read.
    """
    tx.execute("INSERT INTO progress (name, batch) VALUES (%s, 0) ON CONFLICT DO NOTHING", (name,))
    row = tx.execute("SELECT batch FROM progress WHERE name = %s FOR UPDATE", (name,)).fetchone()
    done = int(row[0]) if row else 0
    head = tx.execute("SELECT COALESCE(max(number), 0) FROM audit_batch").fetchone()
    return done + 1, min(done + most, int(head[0]) if head else 0)


def put(tx: Transaction, name: str, batch: int) -> None:
    """Put down that all up to a batch is read."""
    tx.execute("UPDATE progress SET batch = %s WHERE name = %s", (batch, name))
