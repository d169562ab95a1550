using System.Linq.Expressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Functions;

/// <summary>
/// A function given as text, such as <c>0.194 + 1.5*exp(-120*x) + 0.0351*tanh((x - 0.286)/0.083)</c>, compiled once, with its exact derivative.
/// T is the temperature in K; pi, F and R are known.
/// </summary>
public sealed class ExpressionFunction : ScalarFunction
{
    private readonly Func<double, double, double> _value;
    private readonly Func<double, double, double> _slope;
    private readonly double _temperatureK;
    private TabulatedFunction? _quick;

    private ExpressionFunction(string text, Func<double, double, double> value, Func<double, double, double> slope, double temperatureK)
        => (Text, _value, _slope, _temperatureK) = (text, value, slope, temperatureK);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="variable">Name of its variable: <c>x</c> for lithiation, <c>c</c> for concentration.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="temperatureK">Temperature, K.</param>
    /// <exception cref="InputException">It is no expression; the message has the character.</exception>
    public static ExpressionFunction Compile(string text, string variable, string where, double temperatureK = 298.15)
    {
        ArgumentNullException.ThrowIfNull(text);
        ParameterExpression v = Expression.Parameter(typeof(double), variable), t = Expression.Parameter(typeof(double), "T");
        var body = FunctionParser.Parse(text, where, new Dictionary<string, ParameterExpression>(StringComparer.Ordinal) { [variable] = v, ["T"] = t });
        return new ExpressionFunction(text, Make(body), Make(FunctionDerivative.Of(body, v)), temperatureK);

        Func<double, double, double> Make(Expression e) => Expression.Lambda<Func<double, double, double>>(e, v, t).Compile();
    }

    /// <inheritdoc/>
    public override double At(double x) => _value(x, _temperatureK);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => _slope(x, _temperatureK);

    /// <inheritdoc/>
    public override ScalarFunction AtTemperature(double temperatureK)
        => temperatureK == _temperatureK ? this : new ExpressionFunction(Text, _value, _slope, temperatureK);

    /// <inheritdoc/>
    internal override ScalarFunction Quick() => _quick ??= new TabulatedFunction(this, 0, 1);
}
