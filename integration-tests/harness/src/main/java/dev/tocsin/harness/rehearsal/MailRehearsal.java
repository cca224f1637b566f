package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.harness.receivers.Sinks;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets mail be sent without TLS and with logins that the sink knows, one password for a user. */
final class MailRehearsal {
  /** Who logs in where production sends mail without a login, which the stand-in refuses. */
  static final String GUEST = "rehearsal";

  private final Sinks sinks;
  private final RunSecrets secrets;
  private final Changes changes;
  private final Map<String, String> passwords = new HashMap<>();
  private Fields rehearsedGlobal = Fields.NONE;

  MailRehearsal(Sinks sinks, RunSecrets secrets, Changes changes) {
    this.sinks = sinks;
    this.secrets = secrets;
    this.changes = changes;
  }

  /** The fields of {@code global}, where any receiver sends mail; asked before any receiver. */
  Fields global(Fields shipped, Fields before) {
    Object tls = shipped.asMap().getOrDefault("smtp_require_tls", true);
    changes.note(Change.Reason.TLS, "global: smtp_require_tls", String.valueOf(tls), "false");
    Fields global = before.with("smtp_require_tls", false);
    if (!global.asMap().containsKey("smtp_auth_password")
        && global.asMap().get("smtp_auth_secret") != null) {
      global = asPassword(global, "smtp_auth_secret", "smtp_auth_password", "global");
    }
    allowLogin(global, "smtp_auth_username", "smtp_auth_password");
    rehearsedGlobal = global;
    return global;
  }

  /** The fields of an e-mail integration. */
  Fields integration(Fields shipped, Fields before, String place) {
    Fields rehearsed = before;
    if (shipped.asMap().containsKey("require_tls")) {
      changes.note(
          Change.Reason.TLS,
          place + ": require_tls",
          String.valueOf(shipped.asMap().get("require_tls")),
          "false");
      rehearsed = rehearsed.with("require_tls", false);
    }
    if (!rehearsed.asMap().containsKey("auth_password")
        && rehearsed.asMap().get("auth_secret") != null) {
      rehearsed = asPassword(rehearsed, "auth_secret", "auth_password", place);
    }
    String user = FieldEdits.text(rehearsed, "auth_username");
    if (user.isEmpty() && FieldEdits.text(rehearsedGlobal, "smtp_auth_username").isEmpty()) {
      changes.note(
          Change.Reason.SECRET,
          place + ": auth_username",
          "(no login)",
          GUEST + ": the stand-in takes mail only after a login");
      String password =
          passwords.computeIfAbsent(GUEST, guest -> secrets.token("password of the rehearsal"));
      sinks.allowMailFrom(GUEST, password);
      return rehearsed.with("auth_username", GUEST).with("auth_password", password);
    }
    String login = user.isEmpty() ? FieldEdits.text(rehearsedGlobal, "smtp_auth_username") : user;
    Object password = rehearsed.asMap().get("auth_password");
    if (password instanceof String clear) {
      String known = passwords.putIfAbsent(login, clear);
      rehearsed = rehearsed.with("auth_password", known == null ? clear : known);
    }
    if (password != null) {
      allow(login, rehearsed.asMap().get("auth_password"));
    } else {
      allow(login, rehearsedGlobal.asMap().get("smtp_auth_password"));
    }
    return rehearsed;
  }

  /** The stand-in knows no challenges, by which a secret of its own would be used. */
  private Fields asPassword(Fields before, String secret, String password, String place) {
    changes.note(Change.Reason.SECRET, place + ": " + secret, secret, password);
    Object value = before.asMap().get(secret);
    return value == null ? before : FieldEdits.without(before, secret).with(password, value);
  }

  private void allowLogin(Fields before, String userField, String passwordField) {
    String user = FieldEdits.text(before, userField);
    Object password = before.asMap().get(passwordField);
    if (!user.isEmpty() && password instanceof String clear) {
      passwords.putIfAbsent(user, clear);
    }
    allow(user, password);
  }

  private void allow(String user, @Nullable Object password) {
    if (user.isEmpty()) {
      return;
    }
    if (password instanceof Secret secret) {
      String path = secret.path();
      sinks.allowMailFrom(user, secrets.value(path.substring(path.lastIndexOf('/') + 1)));
    } else if (password instanceof String clear) {
      sinks.allowMailFrom(user, clear);
    }
  }
}
