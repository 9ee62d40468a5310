-- Which notices guests were sent, so that none is sent twice.

CREATE TABLE guest_notice (
  subject       text NOT NULL,
  kind          text NOT NULL,
  order_sn      text NOT NULL,
  undeliverable boolean NOT NULL DEFAULT false,
  create_time   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subject, kind)
);
COMMENT ON TABLE guest_notice IS 'a row is there, and locked, while its notice is being sent';
COMMENT ON COLUMN guest_notice.subject IS 'the number of the order or payment that the notice tells of';
COMMENT ON COLUMN guest_notice.kind IS 'what it tells, for example order.paid';
-- No foreign key: it would hold a lock of the order while the mail server takes its time.
COMMENT ON COLUMN guest_notice.order_sn IS 'the order';
COMMENT ON COLUMN guest_notice.undeliverable IS 'the mail server refused the address for good: nobody was told';
CREATE INDEX guest_notice_of_order ON guest_notice (order_sn);
