package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.util.Map;

/**
 * Alertmanager's {@code http_config}. Written from the table of fields. Alertmanager reads {@code
 * proxy_connect_header} from no file: {@link #with} sets it in clear text, which is warned of.
 */
public final class HttpClient extends Part {
  private HttpClient(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static HttpClient httpClient() {
    return new HttpClient(Fields.NONE);
  }

  /** Sets {@code basic_auth}. */
  public HttpClient basicAuth(BasicAuth value) {
    return with("basic_auth", value.fields());
  }

  /** Sets {@code authorization}. */
  public HttpClient authorization(Authorization value) {
    return with("authorization", value.fields());
  }

  /** Sets {@code oauth2}. */
  public HttpClient oauth2(OAuth2 value) {
    return with("oauth2", value.fields());
  }

  /** Sets {@code tls_config}. */
  public HttpClient tlsConfig(Tls value) {
    return with("tls_config", value.fields());
  }

  /** Sets {@code follow_redirects}. */
  public HttpClient followRedirects(boolean value) {
    return with("follow_redirects", value);
  }

  /** Sets {@code enable_http2}; from Alertmanager 0.25 on. */
  public HttpClient enableHttp2(boolean value) {
    return with("enable_http2", value);
  }

  /** Sets {@code proxy_url}. */
  public HttpClient proxyUrl(URI value) {
    return with("proxy_url", value.toString());
  }

  /** Sets {@code no_proxy}; from Alertmanager 0.26 on. */
  public HttpClient noProxy(String value) {
    return with("no_proxy", value);
  }

  /** Sets {@code proxy_from_environment}; from Alertmanager 0.26 on. */
  public HttpClient proxyFromEnvironment(boolean value) {
    return with("proxy_from_environment", value);
  }

  /** Sets {@code http_headers}; from Alertmanager 0.28 on. */
  public HttpClient httpHeaders(Map<String, HttpHeader> value) {
    return with("http_headers", Values.partsByName(value));
  }

  /** Any other field, as Alertmanager names it. */
  public HttpClient with(String field, Object value) {
    return new HttpClient(fields().with(field, value));
  }
}
