package dev.tocsin.harness.receivers;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.auth.AuthenticationState;
import com.icegreen.greenmail.smtp.auth.UsernameAuthentication;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.net.SocketException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A mail server that takes mail only from who has logged in with the right password. */
final class MailSink implements AutoCloseable {
  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private final int port;
  private volatile GreenMail server;
  private final Consumer<Delivery> deliveries;
  private final Consumer<String> complaints;

  MailSink(Consumer<Delivery> deliveries, Consumer<String> complaints) {
    this.deliveries = deliveries;
    this.complaints = complaints;
    this.server = started(0);
    this.port = server.getSmtp().getPort();
  }

  /** GreenMail's threads, all of which are born of the one that starts it. */
  private final class Threads extends ThreadGroup {
    Threads() {
      super("mail sink");
    }

    /** A client that is killed in the middle of a talk is what tests of faults are about. */
    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
      if (!(failure.getCause() instanceof SocketException)) {
        complaints.accept("the mail server stumbled: " + failure);
      }
    }
  }

  private GreenMail started(int at) {
    return CompletableFuture.supplyAsync(
            () -> listening(at), task -> new Thread(new Threads(), task, "mail sink").start())
        .join();
  }

  private GreenMail listening(int at) {
    GreenMail fresh = new GreenMail(new ServerSetup(at, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    fresh.start();
    fresh.getUserManager().setAuthRequired(true);
    fresh.getUserManager().setMessageDeliveryHandler(this::arrived);
    passwords.forEach((user, password) -> fresh.setUser(user, user, password));
    return fresh;
  }

  /** Closes its port. */
  void stop() {
    server.stop();
  }

  /** Opens its port again. */
  void start() {
    server = started(port);
  }

  /** {@code host:port}; not by name, for who resolves it might get another family's address. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Lets this user log in. */
  void allow(String user, String password) {
    passwords.put(user, password);
    server.setUser(user, user, password);
  }

  private GreenMailUser arrived(MovingMessage message, MailAddress to) throws MessagingException {
    Instant now = Instant.now();
    AuthenticationState login = message.getAuthenticationState();
    if (login == null) {
      complaints.accept("a mail to " + to.getEmail() + " came without a login, and was refused");
      throw new MessagingException("530 5.7.0 Authentication required");
    }
    String user =
        login instanceof UsernameAuthentication named ? named.getUsername() : login.getType();
    try {
      deliveries.accept(
          new Delivery.Mail(
              now,
              user,
              to.getEmail(),
              String.valueOf(message.getMessage().getSubject()),
              words(message.getMessage())));
    } catch (IOException e) {
      throw new MessagingException("the mail cannot be read", e);
    }
    // GreenMail wants a mailbox to put it in: the sender's own is always there.
    return server.getUserManager().getUser(user);
  }

  private static String words(Part part) throws MessagingException, IOException {
    Object content = part.getContent();
    if (content instanceof Multipart parts) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < parts.getCount(); i++) {
        all.append(words(parts.getBodyPart(i))).append('\n');
      }
      return all.toString();
    }
    String text = String.valueOf(content);
    return part.isMimeType("text/html") ? Html.words(text) : text;
  }

  @Override
  public void close() {
    server.stop();
  }
}
