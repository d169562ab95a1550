using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// The cell through its thickness as finite volumes: salt concentration, electrolyte potential (Li/Li⁺ reference) and solid potential in
/// each cell, with the particles behind them, and one implicit step of the whole by Newton's method (Doyle, Fuller and Newman,
/// J. Electrochem. Soc. 140 (1993) 1526).
/// </summary>
/// <remarks>
/// Flux of cations over F: −D∇c + t₊i/F; i = −κ(∇φ_e − χ∇ln c), χ = (2RT/F)(1 − t₊)·TDF. The applied current is a parameter of the rows and a
/// border unknown where the voltage is given. Every row is a current balance in A/m² of the cell's plane.
/// </remarks>
internal sealed class PorousCell
{
    private const int NewtonLimit = 40;
    private const double ResidualTolerance = 1e-9;
    private const double UpdateTolerance = 1e-9;
    private const double Rounding = 2e-15;
    private const double RoundingOfAFace = 1e-15;
    private const double LargestPotentialStepV = 0.15;
    private const double F = Material.FaradayCMol;

    private readonly CellCase _case;
    private readonly ElectrolyteTable _electrolyte;
    private readonly double _thermal2;
    private readonly int _n;
    private readonly double[] _h;
    private readonly double[] _eps;
    private readonly double[] _efficiency;
    private readonly double[] _sigma;
    private readonly int[] _owner;
    private readonly double[][] _c;
    private readonly double[][] _phiE;
    private readonly double[][] _phiS;
    private readonly double[] _cNow;
    private readonly double[] _phiENow;
    private readonly double[] _phiSNow;
    private readonly double[] _saltPast;
    private readonly ElectrolyteTable.Transport[] _transport;
    private readonly BlockTridiagonal _matrix;
    private readonly double[] _residual;
    private readonly double[] _border;
    private readonly double _scale;
    private readonly double _initialSalt;
    private double _largestExchange;

    internal PorousCell(CellCase cell)
    {
        _case = cell;
        double t = cell.TemperatureK;
        _thermal2 = 2 * Material.GasConstantJMolK * t / F;
        Lumped = cell.Solver.ElectrolyteFree;
        _electrolyte = new ElectrolyteTable(cell.Electrolyte.Create(t), t);
        int electrode = Lumped ? 1 : cell.Solver.ElectrodeCells, separator = Lumped ? 0 : cell.Solver.SeparatorCells;
        bool full = cell.Kind == CellKind.Full;
        int negative = full ? electrode : 0;
        _n = negative + separator + electrode;
        (_h, _eps, _efficiency, _sigma, _owner) = (new double[_n], new double[_n], new double[_n], new double[_n], new int[_n]);
        Positive = new ElectrodeState(cell.Positive, cell.Solver, t, negative + separator, electrode);
        Negative = full ? new ElectrodeState(cell.Negative!, cell.Solver, t, 0, electrode) : null;
        Electrodes = Negative is null ? [Positive] : [Negative, Positive];
        for (int i = 0; i < _n; i++)
        {
            _owner[i] = i < negative ? 0 : i < negative + separator ? -1 : Electrodes.Length - 1;
            var design = _owner[i] < 0 ? null : Electrodes[_owner[i]].Design;
            _h[i] = design is null ? cell.Separator.ThicknessM / separator : design.ThicknessM / electrode;
            _eps[i] = design?.Porosity ?? cell.Separator.Porosity;
            _efficiency[i] = design?.TransportEfficiency ?? cell.Separator.TransportEfficiency;
            _sigma[i] = design?.EffectiveConductivitySM ?? 0;
        }

        double phiE = Negative is null ? 0 : -Negative.RestingV;
        (_c, _phiE, _phiS) = (Levels(cell.Electrolyte.ConcentrationMolM3), Levels(phiE), Levels(0));
        for (int i = 0; i < _n; i++)
        {
            double phiS = _owner[i] < 0 ? 0 : phiE + Electrodes[_owner[i]].RestingV;
            foreach (double[] level in _phiS) level[i] = phiS;
        }

        (_cNow, _phiENow, _phiSNow, _saltPast) = (new double[_n], new double[_n], new double[_n], new double[_n]);
        _transport = new ElectrolyteTable.Transport[_n];
        _matrix = new BlockTridiagonal(_n);
        (_residual, _border) = (new double[3 * _n], new double[3 * _n]);
        _scale = cell.CurrentOfOneRate;
        _initialSalt = Salt();
    }

    internal bool Lumped { get; }

    internal ElectrodeState Positive { get; }

    internal ElectrodeState? Negative { get; }

    internal ElectrodeState[] Electrodes { get; }

    internal int Cells => _n;

    internal int NewtonIterations { get; private set; }

    /// <summary>Salt concentration of the accepted state.</summary>
    internal ReadOnlySpan<double> Concentration => _c[0];

    internal ReadOnlySpan<double> ElectrolytePotential => _phiE[0];

    internal ReadOnlySpan<double> SolidPotential => _phiS[0];

    /// <summary>Salt concentration of the iterate: of the last attempt where that failed.</summary>
    internal ReadOnlySpan<double> IterateConcentration => _cNow;

    /// <summary>Middle of each cell from the lithium or the negative collector, m.</summary>
    internal double[] Places()
    {
        var places = new double[_n];
        double x = 0;
        for (int i = 0; i < _n; i++)
        {
            places[i] = x + (0.5 * _h[i]);
            x += _h[i];
        }

        return places;
    }

    /// <summary>Drop between the last cell and the terminal for each A/m², Ω·m².</summary>
    private double Collector => (Lumped ? 0 : _h[_n - 1] / (2 * _sigma[_n - 1])) + _case.ContactResistanceOhmM2;

    /// <summary>Cell voltage of the accepted state at a current, V.</summary>
    internal double Voltage(double current) => _phiS[0][_n - 1] - (current * Collector);

    /// <summary>Salt in the cell, mol/m² of plane.</summary>
    internal double Salt()
    {
        double sum = 0;
        for (int i = 0; i < _n; i++) sum += _eps[i] * _h[i] * _c[0][i];
        return sum;
    }

    /// <summary>Change of the salt since the start, relative.</summary>
    internal double SaltError => Math.Abs((Salt() / _initialSalt) - 1);

    /// <summary>One implicit step from the accepted state, not yet accepted.</summary>
    /// <param name="formula">The step.</param>
    /// <param name="current">The current, A/m²; a guess where the voltage is given.</param>
    /// <param name="voltage">The voltage, V, or null for a given current.</param>
    internal StepAttempt Attempt(in StepFormula formula, double current, double? voltage)
    {
        for (int i = 0; i < _n; i++)
        {
            double predicted = Predict(formula, _c, i);
            _cNow[i] = Math.Clamp(predicted, 0.3 * _c[0][i], 2 * _c[0][i]);
            _phiENow[i] = Math.Clamp(Predict(formula, _phiE, i), _phiE[0][i] - 0.1, _phiE[0][i] + 0.1);
            _phiSNow[i] = Math.Clamp(Predict(formula, _phiS, i), _phiS[0][i] - 0.1, _phiS[0][i] + 0.1);
            _saltPast[i] = (formula.Alpha1 * _c[0][i]) + (formula.Alpha2 * _c[1][i]);
        }

        foreach (var electrode in Electrodes)
        {
            foreach (var particles in electrode.Classes) particles.Begin(formula);
        }

        // The second part is what rounding leaves of a current that is the difference of nearly full contents over a short step.
        double lastUpdate = double.PositiveInfinity, scale = Math.Max(Math.Abs(current), 1e-3 * _scale), noise = Rounding * 3600 * _scale / formula.Dt;
        double tolerance = (ResidualTolerance * scale) + noise;
        for (int iteration = 0; iteration < NewtonLimit; iteration++)
        {
            NewtonIterations++;
            if (!Assemble(formula, current)) return default;
            double norm = 0, passed = 0;
            for (int i = 0; i < 3 * _n; i++)
            {
                double r = _residual[i];
                if (!double.IsFinite(r)) return default;
                norm = Math.Max(norm, Math.Abs(r));
            }

            foreach (var electrode in Electrodes) passed = Math.Max(passed, Math.Abs(Reaction(electrode) + (electrode == Positive ? current : -current)));
            double excess = voltage is { } wanted ? wanted - (_phiSNow[_n - 1] - (current * Collector)) : 0;
            bool small = norm <= tolerance + (RoundingOfAFace * _largestExchange) && passed <= tolerance && Math.Abs(excess) < 1e-10;
            bool stalled = lastUpdate < UpdateTolerance && norm <= 1e-6 * scale && passed <= (1e-8 * scale) + noise && Math.Abs(excess) < 1e-9;
            if (iteration > 0 && (small || stalled)) return new StepAttempt(true, _phiSNow[_n - 1] - (current * Collector), current);

            if (!_matrix.Solve(_residual, voltage is null ? null : _border)) return default;
            double deltaI = 0;
            int end = (3 * _n) - 1;
            if (voltage is not null)
            {
                // Rows: J·du + border·dI = −residual; solved vectors p = J⁻¹·residual and q = J⁻¹·border, so du = −p − q·dI.
                deltaI = (-excess - _residual[end]) / (_border[end] + Collector);
                if (!double.IsFinite(deltaI)) return default;
            }

            lastUpdate = Move(deltaI);
            if (!double.IsFinite(lastUpdate)) return default;
            current += _lastShare * deltaI;
        }

        return default;
    }

    private double _lastShare = 1;

    /// <summary>Applies −p − q·dI, shortened so that no potential jumps and no concentration empties.</summary>
    /// <returns>The largest relative change.</returns>
    private double Move(double deltaI)
    {
        double share = 1, largest = 0;
        for (int i = 0; i < _n; i++)
        {
            for (int r = 0; r < 3; r++)
            {
                int k = (3 * i) + r;
                double d = -_residual[k] - (deltaI == 0 ? 0 : _border[k] * deltaI);
                _residual[k] = d;
                largest = Math.Max(largest, r == 0 ? Math.Abs(d) / _case.Electrolyte.ConcentrationMolM3 : Math.Abs(d));
                if (r > 0 && Math.Abs(d) * share > LargestPotentialStepV) share = LargestPotentialStepV / Math.Abs(d);
            }
        }

        _lastShare = share;
        for (int i = 0; i < _n; i++)
        {
            // A cell never loses more than 0.9 of its salt in an iteration.
            _cNow[i] = Math.Max(_cNow[i] + (share * _residual[3 * i]), 0.1 * _cNow[i]);
            _phiENow[i] += share * _residual[(3 * i) + 1];
            _phiSNow[i] += share * _residual[(3 * i) + 2];
        }

        return largest;
    }

    /// <summary>Accepts the last attempt.</summary>
    internal void Commit(in StepFormula formula)
    {
        Rotate(_c, _cNow);
        Rotate(_phiE, _phiENow);
        Rotate(_phiS, _phiSNow);
        foreach (var electrode in Electrodes)
        {
            foreach (var particles in electrode.Classes) particles.Commit(formula);
        }
    }

    /// <summary>Local error of the last attempt over the wanted one.</summary>
    internal double Error(in StepFormula formula, bool withVoltage)
    {
        var settings = _case.Solver;
        double worst = 0;
        for (int i = 0; i < _n && !Lumped; i++)
            worst = Math.Max(worst, Math.Abs(_cNow[i] - Predict(formula, _c, i)) / (settings.ConcentrationTolerance * _case.Electrolyte.ConcentrationMolM3));
        if (withVoltage) worst = Math.Max(worst, Math.Abs(_phiSNow[_n - 1] - Predict(formula, _phiS, _n - 1)) / settings.VoltageToleranceV);
        foreach (var electrode in Electrodes)
        {
            double sum = 0, total = 0, film = 0;
            for (int c = 0; c < electrode.Classes.Length; c++)
            {
                var particles = electrode.Classes[c];
                for (int place = 0; place < electrode.Cells; place++)
                {
                    double difference = Math.Max(Math.Abs(particles.SurfaceNow[place] - particles.PredictedSurface(formula, place)), Math.Abs(particles.MeanError(formula, place)));
                    sum += electrode.Fractions[c] * difference * difference;
                    total += electrode.Fractions[c];
                    if (particles.HasSideReaction)
                        film = Math.Max(film, Math.Abs(particles.FilmNow[place] - particles.PredictedFilm(formula, place)) / (1e-3 * (1e-11 + particles.FilmNow[place])));
                }
            }

            worst = Math.Max(worst, Math.Max(film, Math.Sqrt(sum / total) / settings.LithiationTolerance));
        }

        return formula.ErrorRatio * worst;
    }

    /// <summary>Reaction current of an electrode in the iterate, anodic, A/m² of plane.</summary>
    private static double Reaction(ElectrodeState electrode)
    {
        double sum = 0;
        for (int c = 0; c < electrode.Classes.Length; c++)
        {
            var particles = electrode.Classes[c];
            for (int place = 0; place < electrode.Cells; place++) sum += electrode.Areas[c] * (particles.Current[place] - particles.Side[place]);
        }

        return sum * electrode.CellM;
    }

    private bool Assemble(in StepFormula formula, double current)
    {
        _largestExchange = 0;
        _matrix.Clear();
        Array.Clear(_residual);
        Array.Clear(_border);
        if (!AssembleReactions(formula)) return false;
        if (Lumped)
        {
            AssembleLumped(current);
            return true;
        }

        for (int i = 0; i < _n; i++) _electrolyte.At(_cNow[i], ref _transport[i]);
        double weight = formula.Alpha0 / formula.Dt;
        for (int i = 0; i < _n; i++)
        {
            double storage = F * _eps[i] * _h[i];
            _residual[3 * i] += storage * ((weight * _cNow[i]) + (_saltPast[i] / formula.Dt));
            _matrix.Diagonal[9 * i] += storage * weight;
            if (_owner[i] < 0)
            {
                _residual[(3 * i) + 2] = _phiSNow[i];
                _matrix.Diagonal[(9 * i) + 8] = 1;
            }
        }

        for (int i = 0; i + 1 < _n; i++)
        {
            ElectrolyteFace(i);
            if (_owner[i] >= 0 && _owner[i] == _owner[i + 1]) SolidFace(i);
        }

        if (Negative is null) LithiumFace(current);
        else NegativeCollector();
        int last = _n - 1;
        _residual[(3 * last) + 2] += current;
        _border[(3 * last) + 2] += 1;
        return true;
    }

    private bool AssembleReactions(in StepFormula formula)
    {
        double[] d = _matrix.Diagonal;
        foreach (var electrode in Electrodes)
        {
            for (int place = 0; place < electrode.Cells; place++)
            {
                int i = electrode.FirstCell + place;
                double sum = 0, byPotential = 0, byC = 0, potential = _phiSNow[i] - _phiENow[i];
                for (int k = 0; k < electrode.Classes.Length; k++)
                {
                    var particles = electrode.Classes[k];
                    if (!particles.Solve(place, formula, potential, _cNow[i])) return false;
                    double area = electrode.Areas[k] * _h[i];
                    sum += area * (particles.Current[place] - particles.Side[place]);
                    byPotential += area * particles.ByPotential[place];
                    byC += area * particles.ByConcentration[place];
                }

                int r = 3 * i, b = 9 * i;
                _residual[r] -= sum;
                _residual[r + 1] -= sum;
                _residual[r + 2] += sum;
                d[b] -= byC;
                d[b + 1] += byPotential;
                d[b + 2] -= byPotential;
                d[b + 3] -= byC;
                d[b + 4] += byPotential;
                d[b + 5] -= byPotential;
                d[b + 6] += byC;
                d[b + 7] -= byPotential;
                d[b + 8] += byPotential;
            }
        }

        return true;
    }

    /// <summary>Fluxes of charge and cations between cell i and the next, with all derivatives.</summary>
    private void ElectrolyteFace(int i)
    {
        int j = i + 1;
        ref var a = ref _transport[i];
        ref var b = ref _transport[j];
        double ha = _h[i] / (2 * _efficiency[i]), hb = _h[j] / (2 * _efficiency[j]);
        double g = 1 / ((ha / a.Kappa) + (hb / b.Kappa)), gA = g * g * ha / (a.Kappa * a.Kappa) * a.KappaByC, gB = g * g * hb / (b.Kappa * b.Kappa) * b.KappaByC;
        double d = 1 / ((ha / a.Diffusivity) + (hb / b.Diffusivity));
        double dA = d * d * ha / (a.Diffusivity * a.Diffusivity) * a.DiffusivityByC, dB = d * d * hb / (b.Diffusivity * b.Diffusivity) * b.DiffusivityByC;
        double ca = _cNow[i], cb = _cNow[j], log = Math.Log(cb / ca), chi = 0.5 * (a.Chi + b.Chi), t = 0.5 * (a.Transference + b.Transference);
        double drive = _phiENow[j] - _phiENow[i] - (chi * log), current = -g * drive;
        double currentA = (-gA * drive) + (g * ((0.5 * a.ChiByC * log) - (chi / ca))), currentB = (-gB * drive) + (g * ((0.5 * b.ChiByC * log) + (chi / cb)));
        double salt = (-F * d * (cb - ca)) + (t * current);
        double saltA = (-F * dA * (cb - ca)) + (F * d) + (t * currentA) + (0.5 * a.TransferenceByC * current);
        double saltB = (-F * dB * (cb - ca)) - (F * d) + (t * currentB) + (0.5 * b.TransferenceByC * current);
        _largestExchange = Math.Max(_largestExchange, Math.Max(g * Math.Abs(_phiENow[i]), F * d * ca));
        Add(i, 0, salt, saltA, t * g, saltB, -t * g);
        Add(i, 1, current, currentA, g, currentB, -g);
    }

    /// <summary>Adds a flux from cell i to the next in a row of both.</summary>
    private void Add(int i, int row, double flux, double byCa, double byPhiA, double byCb, double byPhiB)
    {
        int r = (3 * i) + row, b = (9 * i) + (3 * row);
        _residual[r] += flux;
        _residual[r + 3] -= flux;
        _matrix.Diagonal[b] += byCa;
        _matrix.Diagonal[b + 1] += byPhiA;
        _matrix.Upper[b] += byCb;
        _matrix.Upper[b + 1] += byPhiB;
        _matrix.Lower[b + 9] -= byCa;
        _matrix.Lower[b + 10] -= byPhiA;
        _matrix.Diagonal[b + 9] -= byCb;
        _matrix.Diagonal[b + 10] -= byPhiB;
    }

    private void SolidFace(int i)
    {
        double g = 2 / ((_h[i] / _sigma[i]) + (_h[i + 1] / _sigma[i + 1])), flux = -g * (_phiSNow[i + 1] - _phiSNow[i]);
        int r = (3 * i) + 2, b = (9 * i) + 8;
        _largestExchange = Math.Max(_largestExchange, g * Math.Abs(_phiSNow[i]));
        _residual[r] += flux;
        _residual[r + 3] -= flux;
        _matrix.Diagonal[b] += g;
        _matrix.Upper[b] -= g;
        _matrix.Lower[b + 9] -= g;
        _matrix.Diagonal[b + 9] += g;
    }

    /// <summary>
    /// The lithium's side: its current is the applied one, and its kinetics and the half cell in front of it set the potential E of the first
    /// cell. The current that enters is written I − g(φ₁ − E): the sum of all rows makes φ₁ = E, and the matrix is regular.
    /// </summary>
    private void LithiumFace(double current)
    {
        double g = _scale / _thermal2, c = _cNow[0], e = FirstPotential(current, c);
        double stepI = 1e-6 * Math.Max(Math.Abs(current), _scale), stepC = 1e-6 * c;
        double byI = (FirstPotential(current + stepI, c) - e) / stepI, byC = (FirstPotential(current, c + stepC) - e) / stepC;
        double entering = current - (g * (_phiENow[0] - e));
        for (int row = 0; row < 2; row++)
        {
            _residual[row] -= entering;
            _matrix.Diagonal[3 * row] -= g * byC;
            _matrix.Diagonal[(3 * row) + 1] += g;
            _border[row] -= 1 + (g * byI);
        }
    }

    private double FirstPotential(double current, double c)
    {
        ElectrolyteTable.Transport t = default;
        _electrolyte.At(c, ref t);
        double half = _h[0] / (2 * _efficiency[0]);
        double face = Math.Max(c + ((1 - t.Transference) * current * half / (F * t.Diffusivity)), 1e-3 * c);
        double exchange = _case.Lithium.ExchangeCurrentAM2 * Math.Pow(face / 1000, _case.Lithium.ConcentrationExponent);
        return (-_thermal2 * Math.Asinh(current / (2 * exchange))) - (current * half / t.Kappa) + (t.Chi * Math.Log(c / face));
    }

    /// <summary>The negative collector is the zero of potential.</summary>
    private void NegativeCollector()
    {
        double g = 2 * _sigma[0] / _h[0];
        _residual[2] += g * _phiSNow[0];
        _matrix.Diagonal[8] += g;
    }

    private void AssembleLumped(double current)
    {
        for (int i = 0; i < _n; i++)
        {
            int r = 3 * i, b = 9 * i;
            // Reactions move no salt here; only the solid's row of them stands.
            for (int k = 0; k < 6; k++) _matrix.Diagonal[b + k] = 0;
            _matrix.Diagonal[b] = 1;
            _matrix.Diagonal[b + 4] = 1;
            _matrix.Diagonal[b + 6] = 0;
            _matrix.Diagonal[b + 7] = 0;
            _residual[r] = _cNow[i] - _case.Electrolyte.ConcentrationMolM3;
            _residual[r + 1] = _phiENow[i];
        }

        int last = _n - 1;
        _residual[(3 * last) + 2] += current;
        _border[(3 * last) + 2] = 1;
        if (Negative is null) return;
        // Both electrodes share the electrolyte's one potential, which is the unknown; the negative's solid is the zero.
        double sum = _residual[2];
        double by = _matrix.Diagonal[8];
        _residual[1] = sum - current;
        _matrix.Diagonal[3] = 0;
        _matrix.Diagonal[4] = -by;
        _matrix.Diagonal[5] = 0;
        _border[1] = -1;
        _residual[2] = _phiSNow[0];
        _matrix.Diagonal[8] = 1;
        _residual[4] = _phiENow[1] - _phiENow[0];
        _matrix.Lower[9 + 4] = -1;
        _matrix.Diagonal[9 + 7] = -_matrix.Diagonal[9 + 8];
    }

    private double[][] Levels(double value)
    {
        var levels = new double[3][];
        for (int i = 0; i < 3; i++)
        {
            levels[i] = new double[_n];
            Array.Fill(levels[i], value);
        }

        return levels;
    }

    private static void Rotate(double[][] levels, double[] now)
    {
        (levels[0], levels[1], levels[2]) = (levels[2], levels[0], levels[1]);
        Array.Copy(now, levels[0], now.Length);
    }

    private static double Predict(in StepFormula formula, double[][] levels, int i)
        => (formula.Predict0 * levels[0][i]) + (formula.Predict1 * levels[1][i]) + (formula.Predict2 * levels[2][i]);
}
