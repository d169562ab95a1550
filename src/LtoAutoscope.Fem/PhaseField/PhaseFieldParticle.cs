using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.PhaseField;

/// <summary>
/// Cahn–Hilliard with Butler–Volmer kinetics at the surface of a sphere ("CHR" of Smith and Bazant, J. Electrochem. Soc. 164 (2017) E3291):
/// ∂c/∂t = ∇·(D₀c(1−c)∇μ/k_BT), μ/k_BT = ln(c/(1−c)) + Ω(1−2c) − (κ/ρk_BT)∇²c, ∂c/∂r = 0 at the surface. It shows what the cell model
/// flattens: two phases, a front that moves, and the overshoot before the first phase nucleates.
/// </summary>
/// <remarks>
/// Finite volumes on spherical shells; BDF2 of variable step with error control; Newton's method with a pentadiagonal matrix. The current is
/// given, so the potential follows from the surface: φ = U − (RT/F)μ_s + (2RT/F)·asinh(j/2j₀).
/// Thread safety: one run at a time for each instance.
/// </remarks>
public sealed class PhaseFieldParticle
{
    private const double Tolerance = 1e-3;
    private const int NewtonLimit = 20;
    private const double Edge = 1e-9;

    /// <summary>Steps shorter than this, s at 1 an hour, are taken though a mode grows faster.</summary>
    private const double ShortestFollowed = 1e-3;

    private const double Ladder = 1.5;

    private readonly PhaseFieldParameters _p;
    private readonly int _n;
    private readonly double[] _radii, _faces, _volumes;
    private readonly double _volume, _surface, _h, _penalty, _thermalV, _capacity;
    private readonly BandedSolver _matrix;
    private readonly double[] _mu, _residual, _current, _previous, _beforeThat, _x;
    private readonly double[] _muLow, _muMid, _muHigh;

    /// <param name="parameters">The particle.</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public PhaseFieldParticle(PhaseFieldParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _p = parameters;
        if (!(parameters.RadiusM is >= 2e-9 and <= 2e-6)) throw Wrong($"a radius of {parameters.RadiusM:g3} m", "radius", "2e-9 to 2e-6 m");
        if (!(parameters.ShellM > 0) || parameters.RadiusM / parameters.ShellM is < 4 or > 20_000) throw Wrong($"a shell of {parameters.ShellM:g3} m", "shell", "a quarter to a twenty-thousandth of the radius");
        if (!(parameters.InitialFilling is > 1e-6 and < 1 - 1e-6)) throw Wrong($"a filling of {parameters.InitialFilling}", "initial filling", "more than 1e-6 and less than 1 − 1e-6");
        if (!(parameters.RatePerHour is >= 1e-4 and <= 100)) throw Wrong($"a rate of {parameters.RatePerHour}", "rate", "0.0001 to 100 an hour");
        _n = (int)Math.Round(parameters.RadiusM / parameters.ShellM);
        _h = parameters.RadiusM / _n;
        _radii = [.. Enumerable.Range(0, _n).Select(i => (i + 0.5) * _h)];
        _faces = [.. Enumerable.Range(0, _n + 1).Select(i => 4 * Math.PI * i * _h * i * _h)];
        _volumes = [.. Enumerable.Range(0, _n).Select(i => 4.0 / 3 * Math.PI * _h * _h * _h * (Math.Pow(i + 1, 3) - Math.Pow(i, 3)))];
        _volume = _volumes.Sum();
        _surface = _faces[_n];
        double kT = PhaseFieldParameters.Boltzmann * parameters.TemperatureK;
        _penalty = parameters.GradientPenaltyJM / (parameters.SiteDensityM3 * kT);
        _thermalV = Material.GasConstantJMolK * parameters.TemperatureK / Material.FaradayCMol;
        _capacity = parameters.SiteDensityM3 * 1.602176634e-19;
        _matrix = new BandedSolver(_n);
        (_mu, _residual, _current, _previous, _beforeThat, _x) = (new double[_n], new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]);
        (_muLow, _muMid, _muHigh) = (new double[_n], new double[_n], new double[_n]);

        static InputException Wrong(string what, string where, string range) => new($"{what} cannot be run", where, $"Give {range}");
    }

    /// <summary>Lithiates to the lower cut-off and back to the upper one.</summary>
    /// <param name="progress">Share done, 0…1, or null.</param>
    /// <param name="cancellationToken">Ends it at the next step.</param>
    /// <exception cref="ConvergenceException">A step cannot be solved however short.</exception>
    public PhaseFieldOutcome Run(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Array.Fill(_current, _p.InitialFilling);
        var curve = new List<PhaseFieldPoint>();
        var profiles = new List<(PhaseFieldPoint, double[])>();
        double time = 0, balance = 0;
        double lithiated = Half(+1, _p.LowerCutoffV, 0), delithiated = Half(-1, _p.UpperCutoffV, 0.5);
        progress?.Report(1);
        double taken = lithiated - _p.InitialFilling;
        return new PhaseFieldOutcome
        {
            Curve = curve, RadiiM = _radii, Profiles = profiles, Lithiated = lithiated, Delithiated = delithiated, BalanceError = balance,
            Ce1 = taken > 0 ? (lithiated - delithiated) / taken : 0,
        };

        double Half(int direction, double cutoff, double done)
        {
            double nominal = 3600 / _p.RatePerHour, start = Mean(_current), startTime = time, rate = direction / nominal;
            double dt = 1e-6 * nominal, last = 0, before = 0, nextProfile = 0;
            int known = 0;
            Array.Copy(_current, _previous, _n);
            Array.Copy(_current, _beforeThat, _n);
            while (time - startTime < 1.3 * nominal)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var formula = StepFormula.Create(dt, last, before, known);
                if (!Step(formula, rate))
                {
                    dt *= 0.25;
                    if (dt < 1e-12 * nominal) throw new ConvergenceException($"The front could not be followed at {time:0.###} s, filling {Mean(_current):0.0000}. Try a thinner shell or a lower rate.");
                    continue;
                }

                double error = formula.ErrorRatio * Distance(formula) / Tolerance, voltage = Voltage(_x, rate);
                if (error > 1 && dt > 1e-10 * nominal)
                {
                    dt *= Math.Clamp(0.85 / Math.Cbrt(error), 0.2, 0.8);
                    continue;
                }

                bool beyond = direction > 0 ? voltage < cutoff : voltage > cutoff;
                if (beyond && Math.Abs(voltage - cutoff) > 1e-4 && dt > 1e-9 * nominal)
                {
                    dt *= 0.5;
                    continue;
                }

                Array.Copy(_previous, _beforeThat, _n);
                Array.Copy(_current, _previous, _n);
                Array.Copy(_x, _current, _n);
                (before, last, known) = (last, dt, Math.Min(known + 1, 2));
                time += dt;
                double mean = Mean(_current);
                var point = new PhaseFieldPoint(time, voltage, mean);
                curve.Add(point);
                balance = Math.Max(balance, Math.Abs(start + (rate * (time - startTime)) - mean));
                double share = (time - startTime) / nominal;
                if (share >= nextProfile || beyond)
                {
                    profiles.Add((point, (double[])_current.Clone()));
                    nextProfile += 0.1;
                }

                progress?.Report(done + (0.5 * Math.Min(1, share)));
                if (beyond) break;
                dt = Math.Min(dt * Math.Clamp(0.85 / Math.Cbrt(Math.Max(error, 1e-6)), 0.4, 2), nominal / 50);
            }

            return Mean(_current);
        }
    }

    /// <summary>One implicit step to <see cref="_x"/> with a mean filling rate in 1/s.</summary>
    private bool Step(in StepFormula formula, double rate)
    {
        for (int i = 0; i < _n; i++)
            _x[i] = Math.Clamp((formula.Predict0 * _current[i]) + (formula.Predict1 * _previous[i]) + (formula.Predict2 * _beforeThat[i]), 1e-7, 1 - 1e-7);
        for (int iteration = 0; iteration < NewtonLimit; iteration++)
        {
            Assemble(formula, rate, formula.Alpha0 / formula.Dt);
            if (_matrix.Solve(_residual) == 0) return false;
            double change = 0, damp = 1;
            for (int i = 0; i < _n; i++)
            {
                double step = _residual[i], room = step > 0 ? _x[i] : 1 - _x[i];
                if (!double.IsFinite(step)) return false;
                change = Math.Max(change, Math.Abs(step));
                if (Math.Abs(step) > 0.9 * room) damp = Math.Min(damp, 0.9 * room / Math.Abs(step));
            }

            for (int i = 0; i < _n; i++) _x[i] = Math.Clamp(_x[i] - (damp * _residual[i]), 1e-14, 1 - 1e-14);
            if (change < Edge) return formula.Dt < ShortestFollowed / _p.RatePerHour || !Grows(formula, rate);
        }

        return false;
    }

    /// <summary>
    /// Whether a mode of the new state grows by itself faster than the step can follow; a long implicit step would wrongly damp it and sit on an
    /// unstable state. Modes of growth λ turn the determinant of λM + K negative: it is looked at for λ from the step's own rate to the fastest that
    /// the free energy allows, D₀(2Ω − 4)²/16K.
    /// </summary>
    private bool Grows(in StepFormula formula, double rate)
    {
        double excess = (2 * _p.Omega) - 4, fastest = excess > 0 && _penalty > 0 ? _p.DiffusivityM2S * excess * excess / (16 * _penalty) : 0;
        for (double growth = formula.Alpha0 / formula.Dt; growth < fastest; growth *= Ladder)
        {
            Assemble(formula, rate, growth);
            if (_matrix.Solve(_residual) < 0) return true;
        }

        return false;
    }

    /// <summary>Residual of each shell and its derivatives: the flux through a face takes part in four fillings.</summary>
    private void Assemble(in StepFormula formula, double rate, double massRate)
    {
        _matrix.Clear();
        Potentials(_x);
        for (int i = 0; i < _n; i++)
        {
            double history = ((formula.Alpha0 * _x[i]) + (formula.Alpha1 * _current[i]) + (formula.Alpha2 * _previous[i])) / formula.Dt;
            _residual[i] = _volumes[i] * history;
            _matrix[i, i] += _volumes[i] * massRate;
        }

        for (int f = 1; f < _n; f++)
        {
            int a = f - 1, b = f;
            double c = 0.5 * (_x[a] + _x[b]), scale = -_p.DiffusivityM2S * _faces[f] / _h, mobility = c * (1 - c), slope = 0.5 * (1 - (2 * c));
            double difference = _mu[b] - _mu[a], flux = scale * mobility * difference;
            Add(a - 1, -_muLow[a] * mobility);
            Add(a, (_muLow[b] - _muMid[a]) * mobility + (slope * difference));
            Add(b, (_muMid[b] - _muHigh[a]) * mobility + (slope * difference));
            Add(b + 1, _muHigh[b] * mobility);
            _residual[a] += flux;
            _residual[b] -= flux;

            void Add(int column, double byFilling)
            {
                if (column < 0 || column >= _n) return;
                _matrix[a, column] += scale * byFilling;
                _matrix[b, column] -= scale * byFilling;
            }
        }

        _residual[_n - 1] -= rate * _volume;
    }

    /// <summary>μ/k_BT of each shell and its derivatives by the filling of the shell below, itself and above.</summary>
    private void Potentials(double[] c)
    {
        for (int i = 0; i < _n; i++)
        {
            double low = i > 0 ? _faces[i] / (_h * _volumes[i]) : 0, high = i < _n - 1 ? _faces[i + 1] / (_h * _volumes[i]) : 0;
            double laplacian = (high > 0 ? high * (c[i + 1] - c[i]) : 0) - (low > 0 ? low * (c[i] - c[i - 1]) : 0);
            _mu[i] = Math.Log(c[i] / (1 - c[i])) + (_p.Omega * (1 - (2 * c[i]))) - (_penalty * laplacian);
            _muLow[i] = -_penalty * low;
            _muHigh[i] = -_penalty * high;
            _muMid[i] = (1 / (c[i] * (1 - c[i]))) - (2 * _p.Omega) + (_penalty * (low + high));
        }
    }

    private double Voltage(double[] c, double rate)
    {
        Potentials(c);
        double j = -rate * _volume * _capacity / _surface, mu = _mu[_n - 1];
        double exchange = _p.RateConstantAM2 * Math.Exp(0.5 * mu) * (1 - c[_n - 1]);
        return _p.PlateauV - (_thermalV * mu) + (2 * _thermalV * Math.Asinh(j / (2 * exchange)));
    }

    private double Distance(in StepFormula formula)
    {
        double sum = 0;
        for (int i = 0; i < _n; i++)
        {
            double predicted = (formula.Predict0 * _current[i]) + (formula.Predict1 * _previous[i]) + (formula.Predict2 * _beforeThat[i]);
            sum += _volumes[i] * (_x[i] - predicted) * (_x[i] - predicted);
        }

        return Math.Sqrt(sum / _volume);
    }

    private double Mean(double[] c)
    {
        double sum = 0;
        for (int i = 0; i < _n; i++) sum += _volumes[i] * c[i];
        return sum / _volume;
    }
}
