using System.Linq.Expressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Functions;

/// <summary>A function of two variables given as text, such as <c>2e-5*sqrt(c*x*(1-x))</c>, compiled once, with its exact derivatives.</summary>
public sealed class BivariateExpression : BivariateFunction
{
    private readonly Func<double, double, double, double> _value;
    private readonly Func<double, double, double, double> _byFirst;
    private readonly Func<double, double, double, double> _bySecond;
    private readonly double _temperatureK;

    private BivariateExpression(
        string text, Func<double, double, double, double> value, Func<double, double, double, double> byFirst, Func<double, double, double, double> bySecond, double temperatureK)
        => (Text, _value, _byFirst, _bySecond, _temperatureK) = (text, value, byFirst, bySecond, temperatureK);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="first">Name of the first variable.</param>
    /// <param name="second">Name of the second variable.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="temperatureK">Temperature, K; T in the expression.</param>
    /// <exception cref="InputException">It is no expression; the message has the character.</exception>
    public static BivariateExpression Compile(string text, string first, string second, string where, double temperatureK = 298.15)
    {
        ArgumentNullException.ThrowIfNull(text);
        ParameterExpression a = Expression.Parameter(typeof(double), first), b = Expression.Parameter(typeof(double), second), t = Expression.Parameter(typeof(double), "T");
        var body = FunctionParser.Parse(text, where, new Dictionary<string, ParameterExpression>(StringComparer.Ordinal) { [first] = a, [second] = b, ["T"] = t });
        return new BivariateExpression(text, Make(body), Make(FunctionDerivative.Of(body, a)), Make(FunctionDerivative.Of(body, b)), temperatureK);

        Func<double, double, double, double> Make(Expression e) => Expression.Lambda<Func<double, double, double, double>>(e, a, b, t).Compile();
    }

    /// <inheritdoc/>
    public override (double Value, double ByFirst, double BySecond) At(double first, double second)
        => (_value(first, second, _temperatureK), _byFirst(first, second, _temperatureK), _bySecond(first, second, _temperatureK));

    /// <inheritdoc/>
    public override BivariateFunction AtTemperature(double temperatureK) => new BivariateExpression(Text, _value, _byFirst, _bySecond, temperatureK);
}
