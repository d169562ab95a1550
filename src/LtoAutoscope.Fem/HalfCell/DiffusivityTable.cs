namespace LtoAutoscope.Fem.HalfCell;

/// <summary>A diffusivity that varies with lithiation, with its integral Φ(x) = ∫D dx (Kirchhoff), so that a flux between two nodes is Φ's difference over their distance whatever D does between them.</summary>
internal sealed class DiffusivityTable
{
    private const int Points = 4001;
    private const double SmallestM2S = 1e-30;

    private readonly double[] _diffusivity = new double[Points];
    private readonly double[] _integral = new double[Points];
    private readonly double _step = 1.0 / (Points - 1);

    internal DiffusivityTable(Func<double, double> diffusivity)
    {
        for (int i = 0; i < Points; i++) _diffusivity[i] = Math.Max(SmallestM2S, diffusivity(i * _step));
        for (int i = 1; i < Points; i++) _integral[i] = _integral[i - 1] + (0.5 * _step * (_diffusivity[i - 1] + _diffusivity[i]));
        Largest = _diffusivity.Max();
    }

    internal double Largest { get; }

    /// <summary>Φ and D; D is held beyond 0…1.</summary>
    internal (double Integral, double Diffusivity) At(double x)
    {
        if (x <= 0) return (_diffusivity[0] * x, _diffusivity[0]);
        if (x >= 1) return (_integral[^1] + (_diffusivity[^1] * (x - 1)), _diffusivity[^1]);
        double place = x / _step;
        int i = (int)place;
        double s = place - i, slope = _diffusivity[i + 1] - _diffusivity[i];
        return (_integral[i] + (_step * s * (_diffusivity[i] + (0.5 * s * slope))), _diffusivity[i] + (s * slope));
    }
}
