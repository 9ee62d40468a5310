package dev.stayflow.paymentcallback;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A callback on its way, whole or changed.
 *
 * @param headers several values of a name are sent as several headers
 */
@SuppressWarnings("ArrayRecordComponent") // mutants are compared by isReally alone
record Mutant(String path, Map<String, List<String>> headers, byte[] body) {

  static Mutant of(String path, Map<String, String> headers, byte[] body) {
    var lists = new LinkedHashMap<String, List<String>>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new Mutant(path, lists, body);
  }

  Mutant with(String name, List<String> values) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(name, values);
    return new Mutant(path, changed, body);
  }

  Mutant without(String name) {
    var fewer = new LinkedHashMap<>(headers);
    fewer.remove(name);
    return new Mutant(path, fewer, body);
  }

  Mutant with(byte[] otherBody) {
    return new Mutant(path, headers, otherBody);
  }

  HttpRequest to(URI function) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(function.resolve(path)).POST(BodyPublishers.ofByteArray(body));
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    return request.build();
  }

  /** What a server reads: blanks around a value are no part of it, several are one list. */
  private Optional<String> read(String name) {
    return Optional.ofNullable(headers.get(name))
        .map(values -> String.join(", ", values.stream().map(String::strip).toList()));
  }

  boolean sameContentType(Mutant original) {
    return read("content-type").equals(original.read("content-type"));
  }

  /**
   * Whether all that the original's signature covers is as it was, and the signature too: then it
   * is the original, however it is written.
   */
  boolean isReally(Mutant original) {
    boolean sandbox = original.headers.containsKey("webhook-id");
    return (path.equals(original.path) || (sandbox && path.equals("/")))
        && Arrays.equals(body, original.body)
        && (sandbox ? isReallySandbox(original) : isReallyWechat(original));
  }

  private boolean isReallySandbox(Mutant original) {
    String signature = original.read("webhook-signature").orElseThrow();
    return same("webhook-id", original)
        && number("webhook-timestamp").equals(original.number("webhook-timestamp"))
        && Arrays.stream(read("webhook-signature").orElse("").split(" "))
            .anyMatch(one -> one.equals(signature) || one.startsWith(signature + ","));
  }

  private boolean isReallyWechat(Mutant original) {
    return same("wechatpay-timestamp", original)
        && same("wechatpay-nonce", original)
        && same("wechatpay-serial", original)
        && read("wechatpay-signature-type")
            .or(() -> original.read("wechatpay-signature-type"))
            .equals(original.read("wechatpay-signature-type"))
        && Arrays.equals(signatureBytes(), original.signatureBytes());
  }

  private boolean same(String name, Mutant original) {
    return read(name).equals(original.read(name));
  }

  private Optional<Long> number(String name) {
    try {
      return read(name).map(Long::parseLong);
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** Base64 has several spellings of the same bytes: without padding, with idle bits set. */
  private byte[] signatureBytes() {
    try {
      return Base64.getDecoder().decode(read("wechatpay-signature").orElse(""));
    } catch (IllegalArgumentException none) {
      return new byte[0];
    }
  }

  /** Names of the headers that it has, in their order. */
  List<String> names() {
    return new ArrayList<>(headers.keySet());
  }

  @Override
  public String toString() {
    return path + " " + headers + " body of " + body.length + " bytes";
  }
}
