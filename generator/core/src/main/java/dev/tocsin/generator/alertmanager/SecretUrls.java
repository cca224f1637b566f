package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.schema.FieldType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of webhooks hold a secret. Alertmanager treats all of them as secrets, but that
 * of an own service seldom is one; a token in it is.
 */
public final class SecretUrls {
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(token|key|secret|sig|pass|auth|code|credential).*");

  private static final int RANDOM = 10;
  private static final int LONG = 24;

  private SecretUrls() {}

  /** Whether a text in a field of this type is to be kept secret. */
  public static boolean isSecret(FieldType type, String text) {
    return isWebhook(type) ? holdsSecret(text) : type.isSecret();
  }

  /** Whether a field of this type is the address of a webhook, which may or may not be secret. */
  public static boolean isWebhook(FieldType type) {
    return type instanceof FieldType.Scalar scalar
        && scalar.kind() == FieldType.Kind.SECRET_TEMPLATE_URL;
  }

  /** Whether an address has a user, a parameter or a part of its path that looks like a token. */
  static boolean holdsSecret(String address) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      return true;
    }
    return uri.getRawUserInfo() != null
        || parts(uri.getRawPath(), "[/;]").anyMatch(SecretUrls::looksRandom)
        || parts(uri.getRawFragment(), "/").anyMatch(SecretUrls::looksRandom)
        || parts(uri.getRawQuery(), "&").anyMatch(SecretUrls::isSecretParameter);
  }

  private static Stream<String> parts(@Nullable String text, String separator) {
    return Optional.ofNullable(text).stream().flatMap(all -> Arrays.stream(all.split(separator)));
  }

  private static boolean isSecretParameter(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? "" : parameter.substring(0, equals).toLowerCase(Locale.ROOT);
    return SECRET_NAME.matcher(name).matches() || looksRandom(parameter.substring(equals + 1));
  }

  /** Words do not mix letters and digits at length, nor are they so long. */
  private static boolean looksRandom(String part) {
    return Arrays.stream(part.split("[-_.~:%+]"))
        .anyMatch(
            word ->
                word.length() >= LONG
                    || word.length() >= RANDOM && word.matches(".*[0-9][A-Za-z].*[0-9].*"));
  }
}
