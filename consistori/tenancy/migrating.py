"""Operations for migrations that run while the towns work, and that may be killed at any moment and done again."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres import operations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


class AddIndexConcurrently(operations.AddIndexConcurrently):
    """Django's, which may be repeated: what a killed one left half made goes, and what it had finished stays.

    It waits as long as it must, for it holds up nobody. The migration says `atomic = False`, and nothing else.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_VALID, [f'"{self.index.name}"'])
            found = cursor.fetchone()
            if found == (True,):
                return
            cursor.execute("SELECT current_setting('lock_timeout')")
            before = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")
            try:
                if found:
                    cursor.execute(f'DROP INDEX CONCURRENTLY "{self.index.name}"')
                super().database_forwards(app_label, schema_editor, from_state, to_state)
            finally:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
