using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// Spheres whose diffusivity varies with lithiation: finite volumes about nodes along the radius that grow finer towards the surface, the
/// last node on it. Newton's method with a tridiagonal elimination from the centre outwards, which leaves x_surf = A + B·j for the surface.
/// </summary>
internal sealed class RadialClassState : ParticleClassState
{
    private const double FinestToCoarsest = 0.04;
    private const int Iterations = 60;

    private readonly DiffusivityTable _diffusivity;
    private readonly int _count;
    private readonly double[] _radius;
    private readonly double[] _volume;
    private readonly double[] _conductance;
    private readonly double _total;
    private readonly double[][] _x;
    private readonly double[] _now;
    private readonly double[] _past;
    private readonly double[] _diagonal;
    private readonly double[] _right;
    private readonly double[] _phi;
    private readonly double[] _slope;
    private readonly double[] _flux;

    internal RadialClassState(
        int places, int nodes, double radiusM, DiffusivityTable diffusivity, double areaPerVolume, double chargePerVolume, double lithiation, InterfaceReaction reaction)
        : base(places, areaPerVolume, chargePerVolume, lithiation, reaction)
    {
        _diffusivity = diffusivity;
        _count = nodes;
        (_radius, _volume, _conductance) = (new double[nodes], new double[nodes], new double[nodes - 1]);
        // Spacing falls geometrically from centre to surface.
        double ratio = Math.Pow(FinestToCoarsest, 1.0 / (nodes - 2)), length = 0, h = 1;
        for (int i = 1; i < nodes; i++, h *= ratio) _radius[i] = length += h;
        for (int i = 0; i < nodes; i++) _radius[i] *= radiusM / length;
        double inner = 0;
        for (int i = 0; i < nodes; i++)
        {
            double outer = i < nodes - 1 ? 0.5 * (_radius[i] + _radius[i + 1]) : radiusM;
            _volume[i] = ((outer * outer * outer) - (inner * inner * inner)) / 3;
            if (i < nodes - 1) _conductance[i] = outer * outer / (_radius[i + 1] - _radius[i]);
            inner = outer;
        }

        _total = radiusM * radiusM * radiusM / 3;
        _x = Levels(places * nodes, lithiation);
        _now = new double[places * nodes];
        _past = new double[places * nodes];
        Array.Fill(_now, lithiation);
        (_diagonal, _right, _phi, _slope, _flux) = (new double[nodes], new double[nodes], new double[nodes], new double[nodes], new double[nodes]);
    }

    internal override double Mean(int place)
    {
        double sum = 0;
        for (int i = 0; i < _count; i++) sum += _volume[i] * _x[0][(place * _count) + i];
        return sum / _total;
    }

    internal override double MeanError(in StepFormula formula, int place)
    {
        double sum = 0;
        for (int i = 0; i < _count; i++) sum += _volume[i] * (_now[(place * _count) + i] - Predict(formula, _x, (place * _count) + i));
        return sum / _total;
    }

    internal override double[] Radial(int place) => _x[0].AsSpan(place * _count, _count).ToArray();

    internal override void Begin(in StepFormula formula)
    {
        for (int i = 0; i < _now.Length; i++)
        {
            _past[i] = ((formula.Alpha1 * _x[0][i]) + (formula.Alpha2 * _x[1][i])) / formula.Dt;
            _now[i] = Math.Clamp((formula.Predict0 * _x[0][i]) + (formula.Predict1 * _x[1][i]) + (formula.Predict2 * _x[2][i]), 0, 1);
        }
    }

    internal override bool Solve(int place, in StepFormula formula, double potential, double concentration)
    {
        var x = _now.AsSpan(place * _count, _count);
        var past = _past.AsSpan(place * _count, _count);
        double weight = formula.Alpha0 / formula.Dt;
        int last = _count - 1;
        SurfaceNow[place] = x[last];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int i = 0; i < _count; i++) (_phi[i], _slope[i]) = _diffusivity.At(x[i]);
            for (int i = 0; i < last; i++) _flux[i] = _conductance[i] * (_phi[i] - _phi[i + 1]);
            double excess = 0;
            for (int i = 0; i < _count; i++)
            {
                double storage = weight * _volume[i], r = -_volume[i] * ((weight * x[i]) + past[i]);
                if (i < last) r -= _flux[i];
                if (i > 0)
                {
                    // Row i has −g·D(i−1) left of its diagonal, the row above −g·D(i) right of its own. What a row holds beyond its outward
                    // exchange is carried from row to row, so that nothing cancels where diffusion is much faster than the step.
                    double g = _conductance[i - 1], factor = g * _slope[i - 1] / _diagonal[i - 1];
                    storage += g * _slope[i] * excess / _diagonal[i - 1];
                    r += _flux[i - 1] + (factor * _right[i - 1]);
                }

                excess = storage;
                _diagonal[i] = i < last ? storage + (_conductance[i] * _slope[i]) : storage;
                _right[i] = r;
            }

            double a = x[last] + (_right[last] / _diagonal[last]), b = -_total * LithiationPerCurrent / _diagonal[last];
            if (!SolveSurface(place, formula, a, b, potential, concentration)) return false;
            double delta = SurfaceNow[place] - x[last], change = Math.Abs(delta);
            x[last] = SurfaceNow[place];
            for (int i = last - 1; i >= 0; i--)
            {
                delta = (_right[i] + (_conductance[i] * _slope[i + 1] * delta)) / _diagonal[i];
                change = Math.Max(change, Math.Abs(delta));
                x[i] += delta;
            }

            if (!double.IsFinite(change)) return false;
            if (change < 1e-12) return true;
        }

        return false;
    }

    internal override void Commit(in StepFormula formula)
    {
        Rotate(_x, _now);
        base.Commit(formula);
    }
}
