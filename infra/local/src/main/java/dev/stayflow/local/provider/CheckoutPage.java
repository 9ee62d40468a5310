package dev.stayflow.local.provider;

import java.math.BigDecimal;

/** The page on which a guest pays, or does not. */
final class CheckoutPage {
  private static final String BUTTONS =
      """
      <form method="post">
      <button name="outcome" value="SUCCESS">Pay</button>
      <button name="outcome" value="FAIL">Let it fail</button>
      </form>
      """;

  private CheckoutPage() {}

  static String of(Payment payment) {
    return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sandbox checkout</title>
        <style>
          body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem }
          dt { color: #555 } dd { margin: 0 0 .8rem; font-weight: 600 }
          button { font: inherit; padding: .6rem 1.4rem; margin-right: .8rem }
        </style></head>
        <body>
        <h1>Sandbox checkout</h1>
        <dl><dt>Order</dt><dd>%s</dd><dt>Payment</dt><dd>%s</dd><dt>Amount</dt><dd>%s %s</dd></dl>
        %s
        </body></html>
        """
        .formatted(
            escaped(payment.orderSn()),
            escaped(payment.paymentSn()),
            BigDecimal.valueOf(payment.amount(), 2),
            escaped(payment.currency()),
            payment.status() == Payment.Status.OPEN
                ? BUTTONS
                : "<p>This payment has ended: <strong>%s</strong></p>".formatted(payment.status()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
