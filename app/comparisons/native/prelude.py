"""The C++ that every generated file begins with: blocks of runs in registers, and each operation by its name.

Numbers are a `real`, alike for all runs of a block, or `Lanes`, one per run; truths are a `bool` or a `Mask`. Nothing
is reordered or fused, so that float64 has the bits of the operations one by one.
"""

import re

PRELUDE = r"""
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

using whole = std::conditional_t<sizeof(real) == 4, std::int32_t, std::int64_t>;
#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif
typedef real Vector __attribute__((vector_size(BYTES)));
typedef whole Truths __attribute__((vector_size(BYTES)));
constexpr int WIDTH = 2 * BYTES / sizeof(real);
/* Two registers, so that the processor has one to go on with while the other waits for a division. */
struct Mask { Truths a, b; };
struct Lanes {
  Vector a, b;
  real operator[](int at) const { return at < WIDTH / 2 ? a[at] : b[at - WIDTH / 2]; }
};
#define OP static inline __attribute__((always_inline))

OP Lanes lanes(real x) { return {x - Vector{}, x - Vector{}}; }
OP Lanes lanes(Lanes x) { return x; }
OP Mask mask(bool x) { const Truths each = x ? ~Truths{} : Truths{}; return {each, each}; }
OP Mask mask(Mask x) { return x; }
#define SIGN(sign) \
  OP Lanes operator sign(Lanes x, Lanes y) { return {x.a sign y.a, x.b sign y.b}; } \
  OP Lanes operator sign(Lanes x, real y) { return {x.a sign y, x.b sign y}; } \
  OP Lanes operator sign(real x, Lanes y) { return {x sign y.a, x sign y.b}; }
SIGN(+) SIGN(-) SIGN(*) SIGN(/)
#define ORDER(sign) \
  OP Mask operator sign(Lanes x, Lanes y) { return {Truths(x.a sign y.a), Truths(x.b sign y.b)}; } \
  OP Mask operator sign(Lanes x, real y) { return x sign lanes(y); } \
  OP Mask operator sign(real x, Lanes y) { return lanes(x) sign y; }
ORDER(<) ORDER(<=) ORDER(>) ORDER(>=) ORDER(==) ORDER(!=)
#define BITS(sign) OP Mask operator sign(Mask x, Mask y) { return {x.a sign y.a, x.b sign y.b}; }
BITS(&) BITS(|) BITS(^)
OP Mask operator~(Mask x) { return {~x.a, ~x.b}; }
OP Lanes operator-(Lanes x) { return {-x.a, -x.b}; }
OP Lanes chosen(Mask c, Lanes x, Lanes y) { return {c.a ? x.a : y.a, c.b ? x.b : y.b}; }
OP bool any(Mask x) {
  const Truths both = x.a | x.b;
  whole found = 0;
  for (int at = 0; at < WIDTH / 2; ++at) found |= both[at];
  return found != 0;
}
template <class T> constexpr bool single = std::is_same_v<T, real> || std::is_same_v<T, bool>;

template <class A, class F> OP auto each(A x, F f) {
  if constexpr (single<A>) return f(x);
  else {
    real from[WIDTH], to[WIDTH];
    std::memcpy(from, &x, sizeof x);
    for (int at = 0; at < WIDTH; ++at) to[at] = f(from[at]);
    Lanes made;
    std::memcpy(&made, to, sizeof made);
    return made;
  }
}
template <class A, class B, class F> OP auto each(A x, B y, F f) {
  if constexpr (single<A> && single<B>) return f(x, y);
  else {
    real left[WIDTH], right[WIDTH], to[WIDTH];
    const Lanes a = lanes(x), b = lanes(y);
    std::memcpy(left, &a, sizeof a);
    std::memcpy(right, &b, sizeof b);
    for (int at = 0; at < WIDTH; ++at) to[at] = f(left[at], right[at]);
    Lanes made;
    std::memcpy(&made, to, sizeof made);
    return made;
  }
}
template <class A> using Truth = std::conditional_t<single<A>, bool, Mask>;
template <class A, class B> using Told = std::conditional_t<single<A> && single<B>, bool, Mask>;

template <class C, class A, class B> OP auto op_where(C condition, A x, B y) {
  if constexpr (single<C> && single<A> && single<B>) return condition ? x : y;
  else if constexpr (std::is_same_v<A, bool> || std::is_same_v<A, Mask>)
    return (mask(condition) & mask(x)) | (~mask(condition) & mask(y));
  else return chosen(mask(condition), lanes(x), lanes(y));
}
template <class A> OP auto op_number(A x) {
  if constexpr (single<A>) return x ? real(1) : real(0);
  else return chosen(x, lanes(real(1)), Lanes{});
}
OP bool op_true() { return true; }
OP bool op_false() { return false; }

#define INFIX(name, sign) template <class A, class B> OP auto name(A x, B y) { return x sign y; }
INFIX(op_add, +)
INFIX(op_subtract, -)
INFIX(op_multiply, *)
INFIX(op_divide, /)
#define COMPARE(name, sign) \
  template <class A, class B> OP Told<A, B> name(A x, B y) { return Told<A, B>(x sign y); }
COMPARE(op_less, <)
COMPARE(op_less_equal, <=)
COMPARE(op_greater, >)
COMPARE(op_greater_equal, >=)
COMPARE(op_equal, ==)
COMPARE(op_not_equal, !=)
#define LOGICAL(name, sign) \
  template <class A, class B> OP Told<A, B> name(A x, B y) { \
    if constexpr (single<A> && single<B>) return (x sign y) != 0; else return mask(x) sign mask(y); }
LOGICAL(op_logical_and, &)
LOGICAL(op_logical_or, |)
LOGICAL(op_logical_xor, ^)
template <class A> OP Truth<A> op_logical_not(A x) { if constexpr (single<A>) return !x; else return ~x; }

template <class A> OP Truth<A> op_isnan(A x) { return Truth<A>(x != x); }
template <class A> OP Truth<A> op_isfinite(A x) { return Truth<A>((x - x) == (x - x)); }
template <class A> OP Truth<A> op_isinf(A x) { return op_logical_not(op_logical_or(op_isfinite(x), op_isnan(x))); }

template <class A> OP auto op_negative(A x) { return -x; }
template <class A> OP auto op_square(A x) { return x * x; }
template <class A> OP auto op_reciprocal(A x) { return real(1) / x; }
template <class A, class B> OP auto op_maximum(A x, B y) {
  return op_where(op_logical_or(op_greater_equal(x, y), op_isnan(x)), x, y);
}
template <class A, class B> OP auto op_minimum(A x, B y) {
  return op_where(op_logical_or(op_less_equal(x, y), op_isnan(x)), x, y);
}
template <class A, class B, class C> OP auto op_clip(A x, B low, C high) {
  return op_minimum(op_maximum(x, low), high);
}
template <class A> OP auto op_sign(A x) {
  return op_where(op_isnan(x), x, op_subtract(op_number(op_greater(x, real(0))), op_number(op_less(x, real(0)))));
}
#define FUNCTION(name, of) \
  template <class A> OP auto name(A x) { return each(x, [](real one) { return real(of(one)); }); }
FUNCTION(op_abs, std::fabs)
FUNCTION(op_sqrt, std::sqrt)
FUNCTION(op_exp, std::exp)
FUNCTION(op_expm1, std::expm1)
FUNCTION(op_log, std::log)
FUNCTION(op_log1p, std::log1p)
FUNCTION(op_log2, std::log2)
FUNCTION(op_log10, std::log10)
FUNCTION(op_sin, std::sin)
FUNCTION(op_cos, std::cos)
FUNCTION(op_tan, std::tan)
FUNCTION(op_sinh, std::sinh)
FUNCTION(op_cosh, std::cosh)
FUNCTION(op_tanh, std::tanh)
FUNCTION(op_asin, std::asin)
FUNCTION(op_acos, std::acos)
FUNCTION(op_atan, std::atan)
FUNCTION(op_floor, std::floor)
FUNCTION(op_ceil, std::ceil)
FUNCTION(op_trunc, std::trunc)
FUNCTION(op_round, std::nearbyint)
#define OF_TWO(name, of) \
  template <class A, class B> OP auto name(A x, B y) { \
    return each(x, y, [](real a, real b) { return real(of(a, b)); }); }
OP real floored(real x, real y) { return std::floor(x / y); }
OP real left(real x, real y) {
  const real rest = std::fmod(x, y);
  return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest == 0 ? std::copysign(real(0), y) : rest;
}
OF_TWO(op_power, std::pow)
OF_TWO(op_pow, std::pow)
OF_TWO(op_atan2, std::atan2)
OF_TWO(op_hypot, std::hypot)
OF_TWO(op_copysign, std::copysign)
OF_TWO(op_floor_divide, floored)
OF_TWO(op_remainder, left)

/* One entry of every run of the block: `rows` are their places, `stride` the entries of a run. */
template <class T> OP Lanes gathered(const T *from, const std::int64_t *rows, std::int64_t stride) {
  real each[WIDTH];
  for (int at = 0; at < WIDTH; ++at) each[at] = real(from[rows[at] * stride]);
  Lanes made;
  std::memcpy(&made, each, sizeof made);
  return made;
}
OP void scattered(real *to, Lanes x, std::int64_t base, int count, std::int64_t stride) {
  real each[WIDTH];
  std::memcpy(each, &x, sizeof x);
  for (int at = 0; at < count; ++at) to[(base + at) * stride] = each[at];
}
/* All entries of the runs of a block, row by row: several times as fast as to gather them entry by entry. */
static void turned(Lanes *to, const real *from, const std::int64_t *rows, std::int64_t entries) {
  char *const lanes = reinterpret_cast<char *>(to);
  for (int at = 0; at < WIDTH; ++at)
    for (std::int64_t e = 0; e < entries; ++e)
      std::memcpy(lanes + (e * WIDTH + at) * sizeof(real), from + rows[at] * entries + e, sizeof(real));
}
/* The different values of a hyperparameter, told apart by their bits, and which of them each run has. */
struct Distinct {
  std::vector<real> values;
  std::vector<std::int64_t> place;
  Distinct(const real *from, std::int64_t runs) : place(runs) {
    std::vector<whole> each(runs);
    std::memcpy(each.data(), from, runs * sizeof(real));
    std::vector<whole> found = each;
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    values.resize(found.size());
    std::memcpy(values.data(), found.data(), found.size() * sizeof(real));
    for (std::int64_t at = 0; at < runs; ++at)
      place[at] = std::lower_bound(found.begin(), found.end(), each[at]) - found.begin();
  }
};
/* A sum in NumPy's order (`summing.py`), and what is reduced one after the other. */
static Lanes total(const Lanes *x, std::int64_t count) {
  if (count > 128) {
    const std::int64_t half = count / 2 - count / 2 % 8;
    return total(x, half) + total(x + half, count - half);
  }
  std::int64_t at = 1;
  Lanes sum = x[0];
  if (count >= 8) {
    Lanes c[8];
    for (int one = 0; one < 8; ++one) c[one] = x[one];
    for (at = 8; at < count - count % 8; at += 8)
      for (int one = 0; one < 8; ++one) c[one] = c[one] + x[at + one];
    sum = ((c[0] + c[1]) + (c[2] + c[3])) + ((c[4] + c[5]) + (c[6] + c[7]));
  }
  for (; at < count; ++at) sum = sum + x[at];
  return sum;
}
OP Lanes all_sum(const Lanes *x, std::int64_t count) { return total(x, count); }
#define IN_ORDER(name, of) \
  OP Lanes name(const Lanes *x, std::int64_t count) { \
    Lanes found = x[0]; \
    for (std::int64_t at = 1; at < count; ++at) found = lanes(of(found, x[at])); \
    return found; }
IN_ORDER(all_prod, op_multiply)
IN_ORDER(all_max, op_maximum)
IN_ORDER(all_min, op_minimum)
OP void stored(real *to, Lanes x, int count) {
  real whole_block[WIDTH];
  std::memcpy(whole_block, &x, sizeof x);
  std::memcpy(to, whole_block, count * sizeof(real));
}
"""

OPERATIONS = frozenset(re.findall(r"\bop_([a-z0-9_]+)", PRELUDE))
"""The names of all operations that there are; no other reaches a file."""
