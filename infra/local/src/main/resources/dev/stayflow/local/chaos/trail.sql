-- Every state and every stay that an order ever had, in the order in which it had them.
DROP TABLE IF EXISTS trail CASCADE;
CREATE TABLE trail (
  position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sn          text NOT NULL,
  homestay_id bigint NOT NULL,
  first_day   date NOT NULL,
  last_day    date NOT NULL,
  deadline    timestamptz NOT NULL,
  before      smallint,
  after       smallint NOT NULL
);

CREATE OR REPLACE FUNCTION note_trail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO trail (sn, homestay_id, first_day, last_day, deadline, before, after)
  VALUES (NEW.sn, NEW.homestay_id, NEW.live_start_date, NEW.live_end_date, NEW.pay_deadline,
          CASE WHEN TG_OP = 'UPDATE' THEN OLD.trade_state END, NEW.trade_state);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER note_trail AFTER INSERT OR UPDATE ON homestay_order
  FOR EACH ROW EXECUTE FUNCTION note_trail();

-- The steps that no order may take, in words.
CREATE VIEW forbidden_step AS
  SELECT sn || ' went from ' || coalesce(before::text, 'nowhere') || ' to ' || after AS what
    FROM trail
   WHERE before <> after AND (before, after) NOT IN ((0, -1), (0, 1), (1, 2), (1, 3), (1, 4))
      OR before IS NULL AND after <> 0;

-- Two orders that held the same night at the same time, in words: each held its nights from a row of
-- its trail to the next.
CREATE VIEW held_twice AS
  WITH held AS (
    SELECT *, lead(position, 1, 9223372036854775807) OVER (PARTITION BY sn ORDER BY position) AS until
      FROM trail)
  SELECT DISTINCT a.sn || ' and ' || b.sn || ' both held homestay ' || a.homestay_id AS what
    FROM held a JOIN held b
      ON a.homestay_id = b.homestay_id AND a.sn < b.sn
     AND a.after IN (0, 1, 2) AND b.after IN (0, 1, 2)
     AND daterange(a.first_day, a.last_day) && daterange(b.first_day, b.last_day)
     AND a.position < b.until AND b.position < a.until;
