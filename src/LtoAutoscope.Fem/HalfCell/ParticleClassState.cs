using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// The particles of one class in all cells of an electrode: lithium inside them, film and spent charge on them, and the answer of their
/// surface to potential and salt. Given both, a place is solved by itself (its surface lithiation is the only unknown); the cell's Newton
/// iteration sees currents and their derivatives alone.
/// </summary>
internal abstract class ParticleClassState
{
    private const int SurfaceIterations = 100;
    private const double Lowest = -0.5;
    private const double Highest = 1.5;

    private readonly InterfaceReaction _reaction;
    private readonly double[][] _surface;
    private readonly double[][] _film;
    private readonly double[][] _spent;

    protected ParticleClassState(int places, double areaPerVolume, double chargePerVolume, double lithiation, InterfaceReaction reaction)
    {
        _reaction = reaction;
        AreaPerVolume = areaPerVolume;
        LithiationPerCurrent = areaPerVolume / chargePerVolume;
        Current = new double[places];
        Side = new double[places];
        ByPotential = new double[places];
        ByConcentration = new double[places];
        SurfaceNow = new double[places];
        FilmNow = new double[places];
        SpentNow = new double[places];
        _surface = Levels(places, lithiation);
        _film = Levels(places, 0);
        _spent = Levels(places, 0);
        Array.Fill(SurfaceNow, lithiation);
    }

    /// <summary>Real area over volume of solid, 1/m.</summary>
    internal double AreaPerVolume { get; }

    /// <summary>a/(F·c_max): dx̄/dt = −this·j.</summary>
    internal double LithiationPerCurrent { get; }

    /// <summary>Insertion current density at each place, anodic positive, A/m² of real area.</summary>
    internal double[] Current { get; }

    /// <summary>Side reductions, ≥ 0.</summary>
    internal double[] Side { get; }

    /// <summary>∂(insertion − side)/∂φ with the particle's answer in it.</summary>
    internal double[] ByPotential { get; }

    /// <summary>∂(insertion − side)/∂c_e.</summary>
    internal double[] ByConcentration { get; }

    /// <summary>Surface lithiation: the iterate of the step under way.</summary>
    internal double[] SurfaceNow { get; }

    internal double[] FilmNow { get; }

    internal double[] SpentNow { get; }

    internal double Film(int place) => _film[0][place];

    internal double Spent(int place) => _spent[0][place];

    /// <summary>Surface lithiation of the accepted state.</summary>
    internal double Surface(int place) => _surface[0][place];

    /// <summary>Mean lithiation of the accepted state.</summary>
    internal abstract double Mean(int place);

    /// <summary>Mean lithiation of the iterate less what the step's polynomial foretells: under a held voltage the surface stands still while the particle fills.</summary>
    internal abstract double MeanError(in StepFormula formula, int place);

    internal double FilmPerCharge => _reaction.FilmPerCharge;

    internal IInsertionKinetics Insertion => _reaction.Insertion;

    /// <summary>Sets up a step at all places.</summary>
    internal abstract void Begin(in StepFormula formula);

    /// <summary>Solves a place at a potential and a salt concentration; currents, derivatives and the surface's state are left in the arrays.</summary>
    /// <returns>False where there is no solution.</returns>
    internal abstract bool Solve(int place, in StepFormula formula, double potential, double concentration);

    /// <summary>Accepts the iterate.</summary>
    internal virtual void Commit(in StepFormula formula)
    {
        Rotate(_surface, SurfaceNow);
        Rotate(_film, FilmNow);
        Rotate(_spent, SpentNow);
    }

    /// <summary>Lithiation of the surface as the step's polynomial foretells it.</summary>
    internal double PredictedSurface(in StepFormula formula, int place) => Predict(formula, _surface, place);

    internal double PredictedFilm(in StepFormula formula, int place) => Predict(formula, _film, place);

    /// <summary>Lithiation along the radius of the accepted state, from the centre; empty where the particle is kept as modes.</summary>
    internal virtual double[] Radial(int place) => [];

    /// <summary>Whether anything on the surface can grow.</summary>
    internal bool HasSideReaction => _reaction.HasSideReaction;

    /// <summary>
    /// Solves x = A + B·j(x, φ, c) for the surface, B &lt; 0, by Newton's method in a bracket that closes: left side less right side rises
    /// with x but for a stretch near full or empty surfaces.
    /// </summary>
    /// <returns>False where it does not converge.</returns>
    protected bool SolveSurface(int place, in StepFormula formula, double a, double b, double potential, double concentration)
    {
        var history = new InterfaceHistory(
            -((formula.Alpha1 * _film[0][place]) + (formula.Alpha2 * _film[1][place])) / formula.Alpha0,
            -((formula.Alpha1 * _spent[0][place]) + (formula.Alpha2 * _spent[1][place])) / formula.Alpha0,
            formula.Dt / formula.Alpha0);
        double low = Lowest, high = Highest, x = Math.Clamp(SurfaceNow[place], low, high), lastStep = double.PositiveInfinity;
        for (int i = 0; i < SurfaceIterations; i++)
        {
            var r = _reaction.Implicit(history, x, potential, concentration);
            double slope = 1 - (b * r.Insertion.ByLithiation), excess = x - a - (b * r.Insertion.Current);
            if (!double.IsFinite(excess)) return false;
            if (excess > 0) high = x;
            else low = x;
            double step = slope > 0 ? -excess / slope : double.NaN, next = x + step;
            bool bisect = !(next > low && next < high) || Math.Abs(step) > 0.7 * Math.Abs(lastStep);
            // Relative to x itself: an empty surface at 2.5 V has a lithiation of 10⁻¹⁵, and its digits carry the current.
            double rounding = 2e-16 * (Math.Abs(x) + Math.Abs(a) + Math.Abs(b * r.Insertion.Current));
            if (Math.Abs(step) <= 4e-16 * Math.Abs(x) || Math.Abs(excess) <= rounding || high - low <= 2e-16 * Math.Abs(x))
            {
                Keep(place, r, a, b, double.IsFinite(step) ? step : 0, x, slope > 0 ? slope : 1);
                return true;
            }

            if (i > 8 && bisect)
            {
                next = 0.5 * (low + high);
                if (next == low || next == high)
                {
                    Keep(place, r, a, b, 0, x, slope > 0 ? slope : 1);
                    return true;
                }

                lastStep = double.PositiveInfinity;
            }
            else if (!(next > low && next < high))
            {
                next = double.IsNaN(step) ? 0.5 * (low + high) : step > 0 ? x + (0.9 * (high - x)) : x + (0.9 * (low - x));
                lastStep = double.PositiveInfinity;
            }
            else
            {
                lastStep = step;
            }

            x = next;
        }

        return false;
    }

    private void Keep(int place, in InterfaceResponse r, double a, double b, double step, double x, double slope)
    {
        // One linear correction beyond the last evaluation; the current follows from the side that loses fewer digits.
        double surface = x + step, byLithiation = r.Insertion.ByLithiation;
        double current = Math.Abs(b * byLithiation) > 1 ? (surface - a) / b : r.Insertion.Current + (byLithiation * step);
        SurfaceNow[place] = surface;
        Current[place] = current;
        Side[place] = r.Side + (r.SideByLithiation * step);
        FilmNow[place] = r.FilmM;
        SpentNow[place] = r.SpentCM2;
        double byPotential = r.Insertion.ByPotential / slope, byConcentration = r.Insertion.ByConcentration / slope;
        ByPotential[place] = byPotential - r.SideByPotential - (r.SideByLithiation * b * byPotential);
        ByConcentration[place] = byConcentration - r.SideByConcentration - (r.SideByLithiation * b * byConcentration);
    }

    protected static double[][] Levels(int count, double value)
    {
        var levels = new double[3][];
        for (int i = 0; i < 3; i++)
        {
            levels[i] = new double[count];
            Array.Fill(levels[i], value);
        }

        return levels;
    }

    protected static void Rotate(double[][] levels, double[] now)
    {
        (levels[0], levels[1], levels[2]) = (levels[2], levels[0], levels[1]);
        Array.Copy(now, levels[0], now.Length);
    }

    protected static double Predict(in StepFormula formula, double[][] levels, int place)
        => (formula.Predict0 * levels[0][place]) + (formula.Predict1 * levels[1][place]) + (formula.Predict2 * levels[2][place]);
}
