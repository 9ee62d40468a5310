-- Every state and every stay that an order ever had, in the order in which it had them.
DROP TABLE IF EXISTS trail;
CREATE TABLE trail (
  position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sn          text NOT NULL,
  homestay_id bigint NOT NULL,
  first_day   date NOT NULL,
  last_day    date NOT NULL,
  before      smallint,
  after       smallint NOT NULL
);

CREATE OR REPLACE FUNCTION note_trail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO trail (sn, homestay_id, first_day, last_day, before, after)
  VALUES (NEW.sn, NEW.homestay_id, NEW.live_start_date, NEW.live_end_date,
          CASE WHEN TG_OP = 'UPDATE' THEN OLD.trade_state END, NEW.trade_state);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER note_trail AFTER INSERT OR UPDATE ON homestay_order
  FOR EACH ROW EXECUTE FUNCTION note_trail();
