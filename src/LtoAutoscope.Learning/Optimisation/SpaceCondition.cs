namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// Something that a point fulfils or not: a linear comparison such as <c>temperature_C + 20*ph &lt;= 1100</c>, or a word such as <c>solvent == ethanol</c>.
/// </summary>
public sealed class SpaceCondition
{
    private readonly double[] _weights;
    private readonly double _constant;
    private readonly bool _isStrict;
    private readonly int _level;
    private readonly bool _isEqual;
    private readonly int _parameter = -1;

    /// <summary>Σ weight·value + constant ≤ 0 (&lt; 0 where it is strict).</summary>
    internal SpaceCondition(string text, double[] weights, double constant, bool isStrict) => (Text, _weights, _constant, _isStrict) = (text, weights, constant, isStrict);

    /// <summary>Parameter equals, or does not equal, a word.</summary>
    internal SpaceCondition(string text, int parameter, int level, bool isEqual) => (Text, _weights, _parameter, _level, _isEqual) = (text, [], parameter, level, isEqual);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether a point fulfils it, up to rounding of 1e-9 of the sum of its terms.</summary>
    public bool Holds(IReadOnlyList<double> point)
    {
        if (_parameter >= 0) return (Math.Abs(point[_parameter] - _level) < 0.5) == _isEqual;
        double sum = _constant, size = Math.Abs(_constant);
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * point[i];
            size += Math.Abs(_weights[i] * point[i]);
        }

        return _isStrict ? sum < -1e-9 * size : sum <= 1e-9 * size;
    }
}
