package dev.stayflow.payments;

import com.wechat.pay.java.core.exception.ServiceException;
import dev.stayflow.runtime.Unavailable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What WeChat Pay makes of a request. */
sealed interface WechatAnswer<T> {

  /** It did what was asked, signed by it. */
  record Told<T>(T value) implements WechatAnswer<T> {}

  /**
   * It decided against it.
   *
   * @param code one of its documented error codes
   * @param message its own words, Chinese
   */
  record Refused<T>(String code, String message) implements WechatAnswer<T> {

    String reason() {
      return "WeChat Pay says " + code + ": " + message;
    }

    /** For a decision that says nothing of what was asked: a setting is wrong, or it is busy. */
    Unavailable unavailable() {
      return notAsAgreed(reason());
    }
  }

  /**
   * Asks.
   *
   * @throws Unavailable when there is no answer, or none that says something for sure
   */
  static <T> WechatAnswer<T> to(Supplier<@Nullable T> request) {
    try {
      return new Told<>(present(request.get(), "a body"));
    } catch (Unavailable away) {
      throw away;
    } catch (ServiceException answered) {
      return refused(answered);
    } catch (RuntimeException unreadable) {
      // An answer that is not signed or not JSON makes the SDK throw whatever its parts throw. Its
      // messages hold the whole request, which no log should.
      throw notAsAgreed("an answer that cannot be used, " + unreadable.getClass().getSimpleName());
    }
  }

  /** A value that an answer must have. */
  static <T> T present(@Nullable T value, String what) {
    return Optional.ofNullable(value).orElseThrow(() -> notAsAgreed("no " + what));
  }

  /** The answer is not what its documentation promises. */
  static Unavailable notAsAgreed(String what) {
    return new Unavailable("WeChat Pay", new IOException("it answered " + what));
  }

  private static <T> WechatAnswer<T> refused(ServiceException answered) {
    String code = answered.getErrorCode();
    if (answered.getHttpStatusCode() / 100 != 4 || code == null) {
      throw notAsAgreed(answered.getHttpStatusCode() + " " + code);
    }
    return new Refused<>(code, String.valueOf(answered.getErrorMessage()));
  }
}
