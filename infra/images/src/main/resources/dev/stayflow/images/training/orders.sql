-- Nothing of an earlier run is left; what refers to an order goes with it.
TRUNCATE homestay_order, outbox, guest_notice CASCADE;

-- Orders of guest 42, one for each thing that functions do with them, each of another homestay.
INSERT INTO homestay_order (
  sn, guest_id, homestay_id, owner_id, title, sub_title, cover, info, food_info, homestay_price, food_price, people_limit,
  live_start_date, live_end_date, live_people_num, need_food, remark, currency, homestay_total_price, food_total_price,
  trade_state, trade_code, create_time, pay_deadline, paid_by, pay_type, pay_time, contact_email, contact_language)
SELECT o.sn, 42, h.id, h.owner_id, h.title, h.sub_title, h.cover, h.info, h.food_info, h.homestay_price, h.food_price, h.people_limit,
  current_date + o.arrival, current_date + o.arrival + 2, 2, false, '', h.currency, 2 * h.homestay_price, 0,
  o.state, o.code, now() - interval '5 days', now() + o.deadline, o.payment,
  CASE WHEN o.payment IS NOT NULL THEN 'sandbox' END, CASE WHEN o.payment IS NOT NULL THEN now() - interval '4 days' END,
  'guest42@stayflow.example', 'en'
FROM (VALUES
  ('HSO2026010100000000000001', 2, 30,  0, 'TRAIN001', interval '1 hour',     NULL),                        -- waits to be paid
  ('HSO2026010100000000000002', 3, 30,  0, 'TRAIN002', interval '-5 minutes', NULL),                        -- was not paid in time
  ('HSO2026010100000000000003', 4, -1,  1, 'TRAIN003', interval '-4 days',    'PMT2026010100000000000003'), -- the guest is at the door
  ('HSO2026010100000000000004', 5, 30,  1, 'TRAIN004', interval '-4 days',    'PMT2026010100000000000004'), -- paid, can be cancelled
  ('HSO2026010100000000000005', 6, 30,  0, 'TRAIN005', interval '1 hour',     NULL),                        -- is being paid
  ('HSO2026010100000000000006', 7, 30, -1, 'TRAIN006', interval '-4 days',    NULL),                        -- was paid too late
  ('HSO2026010100000000000007', 8, -5,  2, 'TRAIN007', interval '-4 days',    'PMT2026010100000000000007')  -- over, to be settled
) AS o (sn, homestay, arrival, state, code, deadline, payment)
JOIN homestay h ON h.id = o.homestay;

INSERT INTO third_payment (
  sn, order_sn, guest_id, provider, amount, currency, pay_status, create_time, paid_amount, paid_currency, transaction_id, pay_time,
  refund_requested_at, refund_reason, refund_amount, refund_currency, ask_provider_from)
SELECT replace(sn, 'HSO', 'PMT'), sn, 42, 'sandbox', order_total_price, currency, 1, now() - interval '4 days',
  order_total_price, currency, 'T1', now() - interval '4 days', NULL::timestamptz, NULL, NULL::bigint, NULL::currency_code, NULL::timestamptz
FROM homestay_order WHERE paid_by IS NOT NULL
UNION ALL
SELECT 'PMT2026010100000000000005', sn, 42, 'sandbox', order_total_price, currency, 0, now() - interval '4 days',
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, now() - interval '1 hour'
FROM homestay_order WHERE sn = 'HSO2026010100000000000005'
UNION ALL
SELECT 'PMT2026010100000000000006', sn, 42, 'sandbox', 68800, currency, 1, now() - interval '4 days',
  68800, currency, 'T6', now() - interval '1 hour', now() - interval '1 hour', 'PAID_AFTER_CLOSE', 68800, currency, now() - interval '1 hour'
FROM homestay_order WHERE sn = 'HSO2026010100000000000006';
