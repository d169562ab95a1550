using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.Identification;

/// <summary>Lithiation, film and spent surface charge of one size class in the time loop of <see cref="SingleParticleModel"/>.</summary>
/// <remarks>For a given step the surface is x_s = a − b·J, with J the outflow of mean lithiation a second: one tridiagonal solve, whatever the kinetics.</remarks>
internal sealed class ClassState
{
    private readonly RadialMesh _mesh;
    private readonly double[] _impulse;
    private readonly double[] _lower;
    private readonly double[] _free;
    private double[] _x;
    private double[] _previous;
    private double[] _before;
    private double _diffusion;
    private double _a;
    private double _b;
    private double _outflow;
    private double _meanBefore;
    private InterfaceHistory _history;

    internal ClassState(SizeClass size, Material material, RadialMesh mesh)
    {
        _mesh = mesh;
        AreaM1 = size.RealAreaM1(material);
        VolumeShare = size.VolumeShare;
        // A sphere of the same lag stands for the particle: R² = 15·lag.
        DiffusionS1 = material.DiffusivityM2S / (15 * size.LagM2);
        int n = mesh.Volumes.Length;
        (_x, _previous, _before) = (new double[n], new double[n], new double[n]);
        (_impulse, _lower, _free) = (new double[n], new double[n], new double[n]);
        Array.Fill(_x, material.InitialLithiation);
        SurfaceX = material.InitialLithiation;
        Restart();
    }

    internal double AreaM1 { get; }

    internal double VolumeShare { get; }

    private double DiffusionS1 { get; }

    /// <summary>Film, m, and spent surface charge, C/m², at the accepted state and the one before it.</summary>
    internal double FilmM { get; private set; }

    internal double SpentCM2 { get; private set; }

    private double FilmBefore { get; set; }

    private double SpentBefore { get; set; }

    /// <summary>Surface lithiation of the iterate.</summary>
    internal double SurfaceX { get; private set; }

    internal InterfaceResponse Response { get; private set; }

    internal double Mean { get; private set; }

    internal void Restart()
    {
        Array.Copy(_x, _previous, _x.Length);
        Array.Copy(_x, _before, _x.Length);
        (FilmBefore, SpentBefore) = (FilmM, SpentCM2);
        double mean = 0;
        for (int i = 0; i < _x.Length; i++) mean += _mesh.Volumes[i] * _x[i];
        Mean = _meanBefore = mean;
    }

    /// <summary>Sets up a step: factors the matrix, solves for the state without outflow and for the answer to a unit outflow.</summary>
    internal void Begin(StepFormula formula)
    {
        int n = _x.Length;
        _diffusion = DiffusionS1 * formula.Dt;
        double[] v = _mesh.Volumes, k = _mesh.Links;
        // Thomas' algorithm; _lower holds the factors that both right-hand sides share.
        double diagonal = 0;
        for (int i = 0; i < n; i++)
        {
            double d = (formula.Alpha0 * v[i]) + (_diffusion * ((i > 0 ? k[i - 1] : 0) + (i < n - 1 ? k[i] : 0)));
            double right = -v[i] * ((formula.Alpha1 * _x[i]) + (formula.Alpha2 * _previous[i]));
            if (i > 0)
            {
                double m = -_diffusion * k[i - 1] / diagonal;
                d += m * _diffusion * k[i - 1];
                right -= m * _free[i - 1];
            }

            diagonal = d;
            _lower[i] = d;
            _free[i] = right;
        }

        _impulse[n - 1] = -formula.Dt / _lower[n - 1];
        _free[n - 1] /= _lower[n - 1];
        for (int i = n - 2; i >= 0; i--)
        {
            double link = _diffusion * k[i] / _lower[i];
            _free[i] = (_free[i] / _lower[i]) + (link * _free[i + 1]);
            _impulse[i] = link * _impulse[i + 1];
        }

        // Where diffusion is fast the matrix is nearly singular and rounding moves the whole profile; the means are known exactly.
        Shift(_free, -((formula.Alpha1 * Mean) + (formula.Alpha2 * _meanBefore)) / formula.Alpha0);
        Shift(_impulse, -formula.Dt / formula.Alpha0);
        _a = _free[n - 1];
        _b = -_impulse[n - 1] + (1 / (DiffusionS1 * _mesh.Surface));
        _history = new InterfaceHistory(
            -((formula.Alpha1 * FilmM) + (formula.Alpha2 * FilmBefore)) / formula.Alpha0,
            -((formula.Alpha1 * SpentCM2) + (formula.Alpha2 * SpentBefore)) / formula.Alpha0,
            formula.Dt / formula.Alpha0);
    }

    private void Shift(double[] profile, double mean)
    {
        double difference = mean;
        for (int i = 0; i < profile.Length; i++) difference -= _mesh.Volumes[i] * profile[i];
        for (int i = 0; i < profile.Length; i++) profile[i] += difference;
    }

    /// <summary>Finds the surface at a potential.</summary>
    /// <returns>Net anodic current of the class, A/m² of its real area, and its derivative by the potential; false where no root was found.</returns>
    internal bool Solve(InterfaceReaction reaction, double phi, double concentration, double chargePerVolume, out double net, out double byPhi)
    {
        double slope = _b * AreaM1 / chargePerVolume, x = SurfaceX, low = -0.2, high = 1.2;
        for (int i = 0; i < 80; i++)
        {
            var r = reaction.Implicit(_history, x, phi, concentration);
            double residual = x - _a + (slope * r.Insertion.Current), derivative = 1 + (slope * r.Insertion.ByLithiation);
            if (residual > 0) high = Math.Min(high, x);
            else low = Math.Max(low, x);
            double step = -residual / derivative;
            bool pinned = high - low < 1e-15;
            if (Math.Abs(step) < 1e-14 + (1e-12 * Math.Abs(x)) || Math.Abs(residual) < 1e-16 || pinned)
            {
                double change = -slope * r.Insertion.ByPotential / derivative;
                // Near a full or an empty surface the rounding of x moves the kinetic current far; there diffusion says more exactly what passes.
                double current = slope * Math.Abs(r.Insertion.ByLithiation) > 1 || pinned ? (_a - x) / slope : r.Insertion.Current;
                SurfaceX = x;
                Response = r;
                _outflow = current * AreaM1 / chargePerVolume;
                net = current - r.Side;
                byPhi = r.Insertion.ByPotential - r.SideByPotential + ((r.Insertion.ByLithiation - r.SideByLithiation) * change);
                return double.IsFinite(net);
            }

            double next = x + step;
            x = derivative > 0 && next > low && next < high ? next : 0.5 * (low + high);
        }

        (net, byPhi) = (double.NaN, double.NaN);
        return false;
    }

    /// <summary>∫|x − prediction|² over the particle, as a share of its volume.</summary>
    internal double PredictionError(StepFormula formula)
    {
        double sum = 0;
        for (int i = 0; i < _x.Length; i++)
        {
            double predicted = (formula.Predict0 * _x[i]) + (formula.Predict1 * _previous[i]) + (formula.Predict2 * _before[i]);
            double difference = _free[i] + (_outflow * _impulse[i]) - predicted;
            sum += _mesh.Volumes[i] * difference * difference;
        }

        return sum;
    }

    internal void Commit()
    {
        (_x, _previous, _before) = (_before, _x, _previous);
        double mean = 0;
        for (int i = 0; i < _x.Length; i++)
        {
            _x[i] = _free[i] + (_outflow * _impulse[i]);
            mean += _mesh.Volumes[i] * _x[i];
        }

        (_meanBefore, Mean) = (Mean, mean);
        (FilmBefore, FilmM) = (FilmM, Response.FilmM);
        (SpentBefore, SpentCM2) = (SpentCM2, Response.SpentCM2);
    }
}
