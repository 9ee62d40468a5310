package dev.stayflow.notifyguest;

/** What the mail server made of a mail; reasons never name its address. */
sealed interface Handover {

  /** It has the mail and will deliver it. */
  record Taken() implements Handover {}

  /** Nobody can be reached at the address, now or later. */
  record AddressRefused(String reason) implements Handover {}

  /** It does not take the mail now, for a reason that is not the address. */
  record NotNow(String reason) implements Handover {}
}
