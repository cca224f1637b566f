package dev.tocsin.generator.imports;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Code, and what it gives: every call that is written is also carried out, so that nobody has to
 * guess what the Java will mean.
 *
 * @param code how it is written
 * @param value what the Java will be
 * @param unit what it counts, where it counts something
 */
record Term(Code code, Object value, UnitType unit) {
  private static final Map<Class<?>, Map<String, List<Method>>> METHODS = new ConcurrentHashMap<>();

  /** A value that counts nothing, or whose unit nobody asks for. */
  static Term of(Code code, Object value) {
    return new Term(code, value, UnitType.UNKNOWN);
  }

  static Term number(double value) {
    return of(Code.atom(numberText(value)), value);
  }

  /** A number as Java writes it, whole ones without a dot where an int holds them. */
  static String numberText(double value) {
    if (Double.isNaN(value)) {
      return "Double.NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
    boolean negativeZero = value == 0 && 1 / value < 0;
    if (!whole || negativeZero) {
      return Double.toString(value);
    }
    String digits = Long.toString((long) value);
    return digits.replace("-", "").length() < 6 ? digits : grouped(digits);
  }

  private static String grouped(String digits) {
    StringBuilder out = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > (digits.startsWith("-") ? 1 : 0); i -= 3) {
      out.insert(i, '_');
    }
    return out.toString();
  }

  static Term text(String value) {
    return of(Code.text(value), value);
  }

  static Term unitClass(UnitType.Simple unit) {
    return of(unit.literal(), unit.type());
  }

  /** A call of this one's method, whose result counts {@code unit}. */
  Term call(UnitType result, String method, List<Term> arguments) {
    Object made = invoke(value.getClass(), value, method, arguments);
    return new Term(code.then(method, arguments.stream().map(Term::code).toList()), made, result);
  }

  Term call(UnitType result, String method, Term... arguments) {
    return call(result, method, Arrays.asList(arguments));
  }

  /** A call of a static method. */
  static Term call(UnitType result, Class<?> owner, String method, List<Term> arguments) {
    Object made = invoke(owner, null, method, arguments);
    return new Term(
        Code.call(owner.getName(), method, arguments.stream().map(Term::code).toArray(Code[]::new)),
        made,
        result);
  }

  static Term call(UnitType result, Class<?> owner, String method, Term... arguments) {
    return call(result, owner, method, Arrays.asList(arguments));
  }

  /** The public method of this name that takes these arguments, if there is one. */
  static Optional<Method> find(Class<?> owner, String name, boolean isStatic, List<Object> values) {
    return METHODS
        .computeIfAbsent(owner, type -> new ConcurrentHashMap<>())
        .computeIfAbsent(name, method -> named(owner, method))
        .stream()
        .filter(method -> Modifier.isStatic(method.getModifiers()) == isStatic)
        .filter(method -> arguments(method, values).isPresent())
        .findFirst();
  }

  private static List<Method> named(Class<?> owner, String name) {
    return Arrays.stream(owner.getMethods())
        .filter(method -> method.getName().equals(name) && !method.isBridge())
        .sorted(Comparator.comparing(Method::isVarArgs).thenComparing(Method::toString))
        .toList();
  }

  private static Object invoke(
      Class<?> owner, @Nullable Object target, String name, List<Term> arguments) {
    List<Object> values = arguments.stream().map(Term::value).toList();
    Method method =
        find(owner, name, target == null, values)
            .orElseThrow(
                () -> new Untyped("no word " + owner.getSimpleName() + "." + name + " for this"));
    return invoke(method, target, values);
  }

  static Object invoke(Method method, @Nullable Object target, List<Object> values) {
    try {
      return method.invoke(target, arguments(method, values).orElseThrow());
    } catch (InvocationTargetException e) {
      throw new Untyped(method.getName() + " does not take it: " + e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Object[]> arguments(Method method, List<Object> values) {
    Class<?>[] types = method.getParameterTypes();
    int fixed = method.isVarArgs() ? types.length - 1 : types.length;
    if (values.size() < fixed || (!method.isVarArgs() && values.size() > fixed)) {
      return Optional.empty();
    }
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < fixed; i++) {
      Optional<Object> fit = fit(types[i], values.get(i));
      if (fit.isEmpty()) {
        return Optional.empty();
      }
      all.add(fit.get());
    }
    if (method.isVarArgs()) {
      Class<?> element = types[fixed].getComponentType();
      Object rest = Array.newInstance(element, values.size() - fixed);
      for (int i = fixed; i < values.size(); i++) {
        Optional<Object> fit = fit(element, values.get(i));
        if (fit.isEmpty()) {
          return Optional.empty();
        }
        Array.set(rest, i - fixed, fit.get());
      }
      all.add(rest);
    }
    return Optional.of(all.toArray());
  }

  private static Optional<Object> fit(Class<?> type, Object value) {
    if (type == double.class && value instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    if ((type == int.class || type == long.class) && value instanceof Number number) {
      boolean whole =
          number.doubleValue() == Math.rint(number.doubleValue())
              && Math.abs(number.doubleValue()) < Integer.MAX_VALUE;
      if (!whole) {
        return Optional.empty();
      }
      return Optional.of(type == int.class ? number.intValue() : (Object) number.longValue());
    }
    if (type == boolean.class) {
      return value instanceof Boolean ? Optional.of(value) : Optional.empty();
    }
    return type.isInstance(value) ? Optional.of(value) : Optional.empty();
  }
}
