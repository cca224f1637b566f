package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.internal.Masking;
import dev.tocsin.dsl.schema.FieldType;

/**
 * Whether a field holds a secret. Alertmanager treats the addresses of all webhooks as secrets; one
 * in which {@link Masking} finds nothing but public parts is not.
 */
public final class SecretUrls {
  private SecretUrls() {}

  /** Whether a text in a field of this type is to be kept secret. */
  public static boolean isSecret(FieldType type, String text) {
    return isWebhook(type) ? !Masking.isPublicAddress(text) : type.isSecret();
  }

  /** Whether a field of this type is the address of a webhook, which may or may not be secret. */
  public static boolean isWebhook(FieldType type) {
    return type instanceof FieldType.Scalar scalar
        && scalar.kind() == FieldType.Kind.SECRET_TEMPLATE_URL;
  }
}
