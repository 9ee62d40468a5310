package dev.stayflow.payments;

import com.wechat.pay.java.core.auth.Credential;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.http.AbstractHttpClient;
import com.wechat.pay.java.core.http.Constant;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.http.OriginalResponse;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the SDK's signed requests by the JDK's client. The SDK's own cannot be pointed at another
 * address, have no limit for a whole answer, and miss the signature's headers when a gateway or
 * HTTP/2 writes them in small letters.
 */
final class WechatHttp extends AbstractHttpClient implements AutoCloseable {
  /** As the SDK looks them up, capitals included. */
  private static final List<String> ANSWER_HEADERS =
      List.of(
          Constant.WECHAT_PAY_TIMESTAMP,
          Constant.WECHAT_PAY_NONCE,
          Constant.WECHAT_PAY_SERIAL,
          Constant.WECHAT_PAY_SIGNATURE,
          Constant.REQUEST_ID);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(WholeAnswer.LIMIT).build();

  /**
   * @param address scheme, host and port; its path is not used
   */
  WechatHttp(URI address, Credential credential, Validator validator) {
    super(credential, validator);
    this.address = address;
  }

  @Override
  protected OriginalResponse innerExecute(HttpRequest request) {
    return answer(request, WholeAnswer.to(signed(request), client, "WeChat Pay"));
  }

  /** The signature covers path, query and body, so the address may be another. */
  private java.net.http.HttpRequest signed(HttpRequest request) {
    URI asked = request.getUri();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    var signed =
        java.net.http.HttpRequest.newBuilder(address.resolve(asked.getRawPath() + query))
            .method(request.getHttpMethod().name(), body(request));
    request.getHeaders().getHeaders().forEach(signed::header);
    return signed.build();
  }

  private static BodyPublisher body(HttpRequest request) {
    return request.getBody() instanceof JsonRequestBody json
        ? BodyPublishers.ofString(json.getBody())
        : BodyPublishers.noBody();
  }

  private static OriginalResponse answer(HttpRequest request, HttpResponse<String> response) {
    Map<String, String> headers = new HashMap<>();
    for (String name : ANSWER_HEADERS) {
      response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return new OriginalResponse.Builder()
        .request(request)
        .statusCode(response.statusCode())
        .headers(headers)
        .contentType(response.headers().firstValue("Content-Type").orElse(""))
        .body(response.body())
        .build();
  }

  @Override
  protected InputStream innerDownload(HttpRequest request) {
    throw new UnsupportedOperationException("nothing is downloaded");
  }

  @Override
  protected String getHttpClientInfo() {
    return "java.net.http";
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
