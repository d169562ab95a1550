namespace LtoAutoscope.Fem.Functions;

/// <summary>
/// A costly function by cubic Hermite interpolation between values and slopes of its own, for loops that ask for it millions of times. An
/// interval in whose middle that is off by more than 10⁻⁹ of the value, and all beyond the table, is left to the function itself.
/// </summary>
public sealed class TabulatedFunction : ScalarFunction
{
    private const int Points = 4097;
    private const double Tolerance = 1e-9;

    private readonly ScalarFunction _function;
    private readonly double _low;
    private readonly double _step;
    private readonly double[] _values = new double[Points];
    private readonly double[] _slopes = new double[Points];
    private readonly bool[] _holds = new bool[Points - 1];

    /// <param name="function">The function.</param>
    /// <param name="low">Lower end of the table.</param>
    /// <param name="high">Upper end.</param>
    public TabulatedFunction(ScalarFunction function, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(function);
        (_function, _low, _step) = (function, low, (high - low) / (Points - 1));
        for (int i = 0; i < Points; i++) (_values[i], _slopes[i]) = (function.At(low + (i * _step)), _step * function.SlopeAt(low + (i * _step)));
        for (int i = 0; i < Points - 1; i++)
        {
            double exact = function.At(low + ((i + 0.5) * _step)), here = (0.5 * (_values[i] + _values[i + 1])) + (0.125 * (_slopes[i] - _slopes[i + 1]));
            _holds[i] = Math.Abs(here - exact) <= Tolerance * Math.Abs(exact);
        }
    }

    /// <inheritdoc/>
    public override double At(double x)
    {
        double place = (x - _low) / _step;
        int i = (int)place;
        if (!(place >= 0) || i >= Points - 1 || !_holds[i]) return _function.At(x);
        double s = place - i, t = 1 - s;
        return (_values[i] * t * t * (1 + (2 * s))) + (_values[i + 1] * s * s * (1 + (2 * t))) + (s * t * ((_slopes[i] * t) - (_slopes[i + 1] * s)));
    }

    /// <inheritdoc/>
    public override double SlopeAt(double x)
    {
        double place = (x - _low) / _step;
        int i = (int)place;
        if (!(place >= 0) || i >= Points - 1 || !_holds[i]) return _function.SlopeAt(x);
        double s = place - i, t = 1 - s;
        return ((6 * s * t * (_values[i + 1] - _values[i])) + (_slopes[i] * t * (1 - (3 * s))) + (_slopes[i + 1] * s * ((3 * s) - 2))) / _step;
    }

    /// <inheritdoc/>
    public override ScalarFunction AtTemperature(double temperatureK) => _function.AtTemperature(temperatureK);
}
