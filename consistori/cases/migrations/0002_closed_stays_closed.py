"""The database itself keeps two promises: a number is for ever, and nothing changes in a closed case."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION cases_keep_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A case is never deleted: its number would leave a gap' USING ERRCODE = '55000';
  END IF;
  IF (NEW.number, NEW.eni_identifier, NEW.entity_id) IS DISTINCT FROM (OLD.number, OLD.eni_identifier, OLD.entity_id) THEN
    RAISE EXCEPTION 'The number of the case % does not change', OLD.number USING ERRCODE = '55000';
  END IF;
  IF OLD.situation = 'closed' AND NEW.situation = 'closed' AND
     (NEW.title, NEW.series_id, NEW.unit_id, NEW.carried_by_id, NEW.state, NEW.opened_on, NEW.closed_at, NEW.ending,
      NEW.ending_note) IS DISTINCT FROM
     (OLD.title, OLD.series_id, OLD.unit_id, OLD.carried_by_id, OLD.state, OLD.opened_on, OLD.closed_at, OLD.ending,
      OLD.ending_note) THEN
    RAISE EXCEPTION 'The case % is closed: nothing in it changes', OLD.number USING ERRCODE = '55000';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER cases_keep_case BEFORE UPDATE OR DELETE ON cases_casefile
  FOR EACH ROW EXECUTE FUNCTION cases_keep_case();

CREATE FUNCTION cases_keep_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.case_id ELSE OLD.case_id END;
  held text;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.case_id IS DISTINCT FROM OLD.case_id THEN
    RAISE EXCEPTION 'What lies in a case does not move to another one' USING ERRCODE = '55000';
  END IF;
  -- The lock makes whoever writes here and whoever closes the case wait for each other.
  SELECT situation INTO held FROM cases_casefile WHERE id = which FOR NO KEY UPDATE;
  IF held = 'closed' THEN
    RAISE EXCEPTION 'The case is closed: nothing in it changes' USING ERRCODE = '55000';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER cases_keep_closed BEFORE INSERT OR UPDATE OR DELETE ON cases_casedocument
  FOR EACH ROW EXECUTE FUNCTION cases_keep_closed();
CREATE TRIGGER cases_keep_closed BEFORE INSERT OR UPDATE OR DELETE ON cases_caseparty
  FOR EACH ROW EXECUTE FUNCTION cases_keep_closed();
CREATE TRIGGER cases_keep_closed BEFORE INSERT OR UPDATE OR DELETE ON cases_folder
  FOR EACH ROW EXECUTE FUNCTION cases_keep_closed();
"""

BACKWARDS = """
DROP TRIGGER cases_keep_closed ON cases_folder;
DROP TRIGGER cases_keep_closed ON cases_caseparty;
DROP TRIGGER cases_keep_closed ON cases_casedocument;
DROP TRIGGER cases_keep_case ON cases_casefile;
DROP FUNCTION cases_keep_closed();
DROP FUNCTION cases_keep_case();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
