package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Alertmanager's {@code oauth2}. Written from the table of fields. Alertmanager reads {@code
 * proxy_connect_header} from no file: {@link #with} sets it in clear text, which is warned of.
 */
public final class OAuth2 extends Part {
  private OAuth2(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param clientId {@code client_id}
   * @param tokenUrl {@code token_url}
   */
  public static OAuth2 oAuth2(String clientId, String tokenUrl) {
    return new OAuth2(Fields.NONE.with("client_id", clientId).with("token_url", tokenUrl));
  }

  /** Sets {@code client_secret}. */
  public OAuth2 clientSecret(Secret value) {
    return with("client_secret", value);
  }

  /** Sets {@code client_secret_ref}; from Alertmanager 0.28 on. */
  public OAuth2 clientSecretRef(String value) {
    return with("client_secret_ref", value);
  }

  /** Sets {@code client_certificate_key_id}; from Alertmanager 0.30 on. */
  public OAuth2 clientCertificateKeyId(String value) {
    return with("client_certificate_key_id", value);
  }

  /** Sets {@code client_certificate_key}; from Alertmanager 0.30 on. */
  public OAuth2 clientCertificateKey(Secret value) {
    return with("client_certificate_key", value);
  }

  /** Sets {@code client_certificate_key_ref}; from Alertmanager 0.30 on. */
  public OAuth2 clientCertificateKeyRef(String value) {
    return with("client_certificate_key_ref", value);
  }

  /** Sets {@code grant_type}; from Alertmanager 0.30 on. */
  public OAuth2 grantType(String value) {
    return with("grant_type", value);
  }

  /** Sets {@code signature_algorithm}; from Alertmanager 0.30 on. */
  public OAuth2 signatureAlgorithm(String value) {
    return with("signature_algorithm", value);
  }

  /** Sets {@code iss}; from Alertmanager 0.30 on. */
  public OAuth2 iss(String value) {
    return with("iss", value);
  }

  /** Sets {@code audience}; from Alertmanager 0.30 on. */
  public OAuth2 audience(String value) {
    return with("audience", value);
  }

  /** Sets {@code claims}, by name; from Alertmanager 0.30 on. */
  public OAuth2 claims(Map<String, ?> value) {
    return with("claims", Fields.of(value));
  }

  /** Sets {@code scopes}. */
  public OAuth2 scopes(String... value) {
    return with("scopes", List.of(value));
  }

  /** Sets {@code endpoint_params}, by name. */
  public OAuth2 endpointParams(Map<String, String> value) {
    return with("endpoint_params", Fields.of(value));
  }

  /** Sets {@code tls_config}; from Alertmanager 0.24 on. */
  public OAuth2 tlsConfig(Tls value) {
    return with("tls_config", value.fields());
  }

  /** Sets {@code proxy_url}. */
  public OAuth2 proxyUrl(URI value) {
    return with("proxy_url", value.toString());
  }

  /** Sets {@code no_proxy}; from Alertmanager 0.26 on. */
  public OAuth2 noProxy(String value) {
    return with("no_proxy", value);
  }

  /** Sets {@code proxy_from_environment}; from Alertmanager 0.26 on. */
  public OAuth2 proxyFromEnvironment(boolean value) {
    return with("proxy_from_environment", value);
  }

  /** Any other field, as Alertmanager names it. */
  public OAuth2 with(String field, Object value) {
    return new OAuth2(fields().with(field, value));
  }
}
