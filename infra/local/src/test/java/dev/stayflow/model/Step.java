package dev.stayflow.model;

/**
 * What somebody does. A step whose stay or payment is not there, since an earlier step had no luck,
 * does nothing.
 */
sealed interface Step {

  /** A guest, who is another one for each slot, wants nights. */
  record Place(int slot, Window nights) implements Step {}

  /** The guest's client does not know whether it was heard and sends the same once more. */
  record PlaceAgain(int slot, Window nights) implements Step {}

  /** The guest goes to the checkout. */
  record OpenPayment(int slot) implements Step {}

  /**
   * The guest pays at the checkout.
   *
   * @param held the provider's callback is on its way for long
   */
  record Pay(int slot, boolean held) implements Step {}

  /** The guest's bank says no. */
  record FailToPay(int slot) implements Step {}

  /**
   * The guest pays by a checkout that Stayflow knows nothing of, once more or first.
   *
   * @param rightAmount or one that is not asked for
   */
  record PayElsewhere(int slot, boolean rightAmount, boolean held) implements Step {}

  /** Callbacks that were held arrive, the last first. */
  record LetCallbacksArrive(int slot) implements Step {}

  /** The provider sends callbacks that it has sent before. */
  record RepeatCallbacks(int slot) implements Step {}

  /** Somebody says that the time to pay is over, which may be too early. */
  record Remind(int slot) implements Step {}

  /**
   * The time to pay is over.
   *
   * @param reminders how often somebody says so
   */
  record PassDeadline(int slot, int reminders) implements Step {}

  /** The days of the stay are over. */
  record PassStay(int slot) implements Step {}

  /** The guest cancels. */
  record Cancel(int slot) implements Step {}

  /** Somebody else cancels the guest's stay. */
  record CancelByStranger(int slot) implements Step {}

  /** The guest is at the door. */
  record CheckIn(int slot) implements Step {}

  /** The guest is at somebody else's door. */
  record CheckInElsewhere(int slot) implements Step {}

  /** The provider is asked about payments whose callbacks were held, and these arrive, too. */
  record AskProvider(int slot) implements Step {}

  /** What was left behind is looked for. */
  record Reconcile() implements Step {}

  /** A night is over. */
  record Settle() implements Step {}
}
