-- Where guests want to hear about an order, how much of a payment is to go back, what to ask the
-- providers, and what homestays' owners are to get.

ALTER TABLE homestay_order
  ADD contact_email    text,
  ADD contact_language text CHECK (contact_language IN ('en', 'zh')),
  ADD settled_at       timestamptz,
  ADD CHECK ((contact_email IS NULL) = (contact_language IS NULL));
COMMENT ON COLUMN homestay_order.contact_email IS 'as the guest was known when placing the order';
COMMENT ON COLUMN homestay_order.settled_at IS 'the owner''s share stands in settlement; NULL again when money moved since';

-- What settle-stays looks for.
CREATE INDEX homestay_order_unsettled ON homestay_order (live_end_date) WHERE trade_state >= 2 AND settled_at IS NULL;
-- What a host looks for at the door.
CREATE INDEX homestay_order_code ON homestay_order (trade_code) WHERE trade_state IN (1, 2);

ALTER TABLE third_payment
  ADD refund_amount     bigint CHECK (refund_amount > 0),
  ADD refund_currency   currency_code,
  ADD ask_provider_from timestamptz,
  ADD times_asked       integer NOT NULL DEFAULT 0;
-- A success without money is a failure: nothing can go back.
UPDATE third_payment
   SET pay_status = -1, paid_amount = NULL, paid_currency = NULL, pay_time = NULL, transaction_id = NULL,
       refund_requested_at = NULL, refund_reason = NULL
 WHERE refund_requested_at IS NOT NULL AND paid_amount = 0 AND pay_status = 1;
UPDATE third_payment
   SET refund_amount = paid_amount, refund_currency = paid_currency
 WHERE refund_requested_at IS NOT NULL;
UPDATE third_payment
   SET ask_provider_from = now()
 WHERE pay_status = 0 OR (pay_status = 1 AND refund_requested_at IS NOT NULL);
ALTER TABLE third_payment
  ADD CHECK ((refund_requested_at IS NULL) = (refund_amount IS NULL) AND (refund_amount IS NULL) = (refund_currency IS NULL)),
  ADD CHECK ((ask_provider_from IS NOT NULL) = (pay_status = 0 OR (pay_status = 1 AND refund_requested_at IS NOT NULL)));
COMMENT ON COLUMN third_payment.refund_requested_at IS 'the money came too late, twice or wrong, or the guest cancelled: it is to be given back';
COMMENT ON COLUMN third_payment.refund_amount IS 'what is to go back';
COMMENT ON COLUMN third_payment.ask_provider_from IS 'it is the provider''s turn; reconcile-orders may ask from here on, plus its patience';
COMMENT ON COLUMN third_payment.times_asked IS 'how often reconcile-orders asked since; each time it waits longer';

CREATE INDEX third_payment_to_ask ON third_payment (ask_provider_from) WHERE ask_provider_from IS NOT NULL;

-- What a homestay's owner gets for a stay. A stay is settled once; money that moves afterwards makes
-- another part, which may be negative.
CREATE TABLE settlement (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_sn       text NOT NULL REFERENCES homestay_order (sn),
  part           integer NOT NULL CHECK (part >= 1),
  owner_id       bigint NOT NULL,
  settlement_day date NOT NULL,
  amount         bigint NOT NULL CHECK (amount <> 0),
  currency       currency_code NOT NULL,
  create_time    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (order_sn, part)
);
COMMENT ON COLUMN settlement.owner_id IS 'the owner when the stay was booked';
COMMENT ON COLUMN settlement.settlement_day IS 'in the homestays'' zone';
CREATE INDEX settlement_of_owner ON settlement (owner_id, settlement_day);

CREATE VIEW owner_settlement AS
  SELECT owner_id, settlement_day, currency, sum(amount)::bigint AS amount, count(DISTINCT order_sn) AS stays
    FROM settlement
   GROUP BY owner_id, settlement_day, currency;
