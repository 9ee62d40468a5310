package dev.stayflow.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MailboxTest {
  @TempDir Path state;
  private final HttpClient http = HttpClient.newHttpClient();
  private Mailbox mailbox;

  @BeforeEach
  void start() {
    mailbox =
        Mailbox.start(
            Map.of(
                "PORT", "0",
                "SMTP_PORT", "0",
                "LISTEN_ADDRESS", "127.0.0.1",
                "STATE_DIRECTORY", state.toString()),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    mailbox.close();
  }

  @Test
  void mailsToAnybodyAreShownNewestFirst() throws Exception {
    send("guest1@stayflow.example", "First", "one");
    send("guest2@stayflow.example", "预订成功 <b>", "您好！");

    var mails = mails("/mails");
    assertThat(mails.path("count").asInt()).isEqualTo(2);
    assertThat(mails.path("mails").findValuesAsString("subject"))
        .containsExactly("预订成功 <b>", "First");
    assertThat(mails.path("mails").path(0).path("to").asString())
        .isEqualTo("guest2@stayflow.example");
    assertThat(mails.path("mails").path(0).path("text").asString()).contains("您好！");
    assertThat(mails("/mails?limit=1").path("mails").size()).isEqualTo(1);
    assertThat(get("/")).contains("预订成功 &lt;b>", "您好！", "guest1@stayflow.example");
  }

  @Test
  void mailsSurviveARestart() throws Exception {
    send("guest1@stayflow.example", "First", "one");
    stop();
    start();
    send("guest1@stayflow.example", "Second", "two");

    assertThat(mails("/mails").path("mails").findValuesAsString("subject"))
        .containsExactly("Second", "First");
  }

  private void send(String to, String subject, String text) throws MessagingException {
    var settings = new Properties();
    settings.put("mail.smtp.host", "127.0.0.1");
    settings.put("mail.smtp.port", Integer.toString(mailbox.smtpPort()));
    var message = new MimeMessage(Session.getInstance(settings));
    message.setFrom(new InternetAddress("stays@stayflow.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject, "UTF-8");
    message.setText(text, "UTF-8");
    Transport.send(message);
  }

  private JsonNode mails(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(path));
  }

  private String get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(mailbox.uri().resolve(path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
