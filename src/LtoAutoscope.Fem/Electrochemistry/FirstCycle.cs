using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Mesh;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// One lithiation and one delithiation at constant current of a set of particles that share one potential and one electrolyte:
/// diffusion in every particle, Butler–Volmer kinetics and the side reaction on its real surface, total current given.
/// </summary>
/// <remarks>
/// BDF2 with error control in time. Each step is solved by Newton's method over all nodes with the potential as border unknown. The
/// border equation is the conservation of charge in its volume form, Σ m(α₀x + …)/Δt·F·c_max = I − A·s(φ): it has no cancellation
/// where the surface runs empty, and it closes the lithium balance to the last digit. The cut-offs are met by finding the step whose
/// current at exactly the cut-off potential is the applied one.
/// </remarks>
public sealed class FirstCycle
{
    private const double NewtonTolerance = 1e-7;
    private const double StallTolerance = 1e-4;
    private const double ChargeTolerance = 1e-11;
    private const double LinearTolerance = 1e-3;
    private const int NewtonLimit = 30;
    private const double LargestPotentialStepV = 0.08;

    private readonly Material _material;
    private readonly CycleOptions _options;
    private readonly InsertionKinetics _kinetics;
    private readonly SideReaction _side;
    private readonly ParticleState[] _particles;
    private readonly double _chargePerVolume;
    private readonly double _area;
    private readonly double _volume;
    private readonly double _current;
    private readonly double _nominalS;
    private readonly double _contentAtStart;
    private readonly double[] _norms;
    private readonly double[] _rates;
    private readonly double[] _updates;
    private readonly double[] _sensitivities;
    private readonly List<CyclePoint> _curve = [];

    private double _time;
    private double _phi;
    private double _phiPrevious;
    private double _phiBeforeThat;
    private double _film;
    private double _filmPrevious;
    private double _lastDt;
    private double _dtBeforeLast;
    private int _known;
    private double _passedC;
    private double _balanceError;
    private int _newtonIterations;

    /// <param name="meshes">The particles.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Rate, threads, tolerances.</param>
    public FirstCycle(IReadOnlyList<ParticleMesh> meshes, Material material, CycleOptions options)
    {
        ArgumentNullException.ThrowIfNull(meshes);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        _material = material;
        _options = options;
        _kinetics = new InsertionKinetics(material);
        _side = new SideReaction(material);
        int threadsEach = Math.Max(1, options.Threads / Math.Max(1, meshes.Count));
        _particles = [.. meshes.Select(mesh => new ParticleState(mesh, material.DiffusivityM2S, material.InitialLithiation, threadsEach))];
        _chargePerVolume = Material.FaradayCMol * material.MaximumConcentrationMolM3;
        _area = meshes.Sum(mesh => mesh.RealAreaM2);
        _volume = meshes.Sum(mesh => mesh.VolumeM3);
        _nominalS = 3600 / options.RatePerHour;
        _current = _volume * _chargePerVolume / _nominalS;
        _contentAtStart = Content();
        _norms = new double[_particles.Length];
        _rates = new double[_particles.Length];
        _updates = new double[_particles.Length];
        _sensitivities = new double[_particles.Length];
    }

    /// <summary>Runs the cycle.</summary>
    /// <param name="progress">Called with the share done (0…1) and the potential.</param>
    /// <param name="cancellationToken">Ends it within a few iterations of a linear solve.</param>
    /// <exception cref="ConvergenceException">A step cannot be solved however short.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public CycleOutcome Run(Action<double, double>? progress = null, CancellationToken cancellationToken = default)
    {
        double[] before = Contents();
        List<double[]>? half = null;
        var (lithiation, lithiationEnd) = HalfCycle(+1, (share, phi) =>
        {
            if (half is null && _options.KeepFields && share >= 0.5) half = Fields();
            progress?.Invoke(share / 2, phi);
        }, cancellationToken);
        double sideLithiation = SideCharge(), filmLithiation = _film;
        double[] full = Contents();
        var fullFields = _options.KeepFields ? Fields() : null;

        var (delithiation, delithiationEnd) = HalfCycle(-1, (share, phi) => progress?.Invoke(0.5 + (share / 2), phi), cancellationToken);
        double[] after = Contents();
        progress?.Invoke(1, _phi);
        return new CycleOutcome
        {
            LithiationC = lithiation,
            DelithiationC = delithiation,
            SideLithiationC = sideLithiation,
            SideDelithiationC = SideCharge() - sideLithiation,
            TrappedC = (after.Sum() - before.Sum()) * _chargePerVolume,
            CapacityC = _volume * _chargePerVolume,
            MassKg = _volume * _material.DensityKgM3,
            BalanceError = _balanceError,
            LithiationEnd = lithiationEnd,
            DelithiationEnd = delithiationEnd,
            Curve = _curve,
            FilmM = _film,
            NewtonIterations = _newtonIterations,
            HalfLithiated = _options.KeepFields ? half ?? fullFields : null,
            Lithiated = fullFields,
            Delithiated = _options.KeepFields ? Fields() : null,
            ParticleCharges =
            [
                .. _particles.Select((p, i) => (
                    ((full[i] - before[i]) * _chargePerVolume) + SideCharge(p, filmLithiation),
                    ((full[i] - after[i]) * _chargePerVolume) - (SideCharge(p, _film) - SideCharge(p, filmLithiation)))),
            ],
        };
    }

    private (double Charge, HalfCycleEnd End) HalfCycle(int direction, Action<double, double> progress, CancellationToken cancellationToken)
    {
        double applied = direction * _current, cap = 1.3 * _nominalS, startTime = _time, startPassed = _passedC;
        double cutoff = direction > 0 ? _material.LowerCutoffV : _material.UpperCutoffV;
        double smallest = 1e-6 * _nominalS, dt = 1e-7 * _nominalS;
        foreach (var particle in _particles) particle.Restart();
        _known = 0;
        _filmPrevious = _film;
        _phi = _phiPrevious = _phiBeforeThat = RestingPotential(applied);
        if (IsBeyond(_phi)) return (0, HalfCycleEnd.Cutoff);
        Record(applied, 0);
        while (true)
        {
            double left = cap - (_time - startTime);
            if (left <= 1e-9 * _nominalS) return (Math.Abs(_passedC - startPassed), HalfCycleEnd.TimeCap);
            dt = Math.Min(dt, left);
            var formula = StepFormula.Create(dt, _lastDt, _dtBeforeLast, _known);
            var attempt = Attempt(formula, applied, null, cancellationToken);
            if (!attempt.Converged)
            {
                if (dt > smallest) dt *= 0.25;
                else if (Locate(dt, applied, cutoff, startPassed, cancellationToken)) return Finish();
                else throw Stuck(dt);
                continue;
            }

            double error = Error(formula, attempt.Phi);
            bool beyond = IsBeyond(attempt.Phi);
            if (error > 1 && dt > smallest)
            {
                dt *= Math.Clamp(0.85 / Math.Cbrt(error), 0.2, 0.8);
                continue;
            }

            if (beyond)
            {
                if (!Locate(dt, applied, cutoff, startPassed, cancellationToken)) throw Stuck(dt);
                return Finish();
            }

            Accept(formula, attempt, applied, applied * dt, startPassed);
            progress(Math.Min(1, Math.Abs(_passedC - startPassed) / (_current * _nominalS)), _phi);
            dt = Math.Min(dt * Math.Clamp(0.85 / Math.Cbrt(Math.Max(error, 1e-6)), 0.4, 2), _nominalS / 40);
        }

        bool IsBeyond(double phi) => direction > 0 ? phi <= cutoff : phi >= cutoff;

        (double Charge, HalfCycleEnd End) Finish()
        {
            double charge = Math.Abs(_passedC - startPassed);
            double inside = (Content() - _contentAtStart) * _chargePerVolume;
            if (charge > 0) _balanceError = Math.Max(_balanceError, Math.Abs(_passedC - SideCharge() - inside) / charge);
            return (charge, HalfCycleEnd.Cutoff);
        }
    }

    /// <summary>
    /// Finds the step within (0, <paramref name="longest"/>] after which the potential is the cut-off at the applied current, and takes it:
    /// at the cut-off potential the current falls as the step lengthens, so the root of current − applied is bracketed.
    /// </summary>
    private bool Locate(double longest, double applied, double cutoff, double startPassed, CancellationToken cancellationToken)
    {
        double low = 0, high = longest, dt = longest, tolerance = 1e-9 * _nominalS;
        for (int i = 0; i < 60; i++)
        {
            var formula = StepFormula.Create(dt, _lastDt, _dtBeforeLast, _known);
            var attempt = Attempt(formula, applied, cutoff, cancellationToken);
            if (!attempt.Converged) return false;
            double excess = (attempt.CurrentA / applied) - 1;
            if (Math.Abs(excess) < 1e-6 || high - low < tolerance || (i == 0 && excess > 0))
            {
                if (i == 0 && excess > 1e-6) return false;
                Accept(formula, attempt, applied, attempt.CurrentA * dt, startPassed);
                return true;
            }

            if (excess > 0) low = dt;
            else high = dt;
            dt = 0.5 * (low + high);
        }

        return false;
    }

    private readonly record struct StepAttempt(bool Converged, double Phi, double FilmM, double CurrentA);

    /// <summary>One implicit step from the accepted state: at the applied current, or at a given potential with the current that follows.</summary>
    private StepAttempt Attempt(StepFormula formula, double applied, double? fixedPhi, CancellationToken cancellationToken)
    {
        double phi = fixedPhi ?? Math.Clamp(
            (formula.Predict0 * _phi) + (formula.Predict1 * _phiPrevious) + (formula.Predict2 * _phiBeforeThat), _phi - 0.1, _phi + 0.1);
        double filmStar = -((formula.Alpha1 * _film) + (formula.Alpha2 * _filmPrevious)) / formula.Alpha0;
        double growth = formula.Dt * _side.FilmPerCharge / formula.Alpha0;
        double lastNorm = double.PositiveInfinity;
        ForEach(cancellationToken, (p, _) => p.Begin(formula));
        for (int iteration = 0; iteration < NewtonLimit; iteration++)
        {
            _newtonIterations++;
            double at = phi;
            ForEach(cancellationToken, (p, i) => (_norms[i], _rates[i]) = p.Evaluate(_kinetics, at, _material.ElectrolyteConcentrationMolM3, _chargePerVolume));
            double norm = _norms.Sum() * _chargePerVolume, rate = _rates.Sum() * _chargePerVolume;
            if (!double.IsFinite(norm)) return default;
            var (side, sideByPhi) = _side.Implicit(phi, filmStar, growth);
            double charge = rate + (_area * side) - applied;
            // The second part is what rounding leaves of a difference of nearly full contents over a short step.
            bool closed = fixedPhi is not null || Math.Abs(charge) <= (ChargeTolerance + (1e-14 * _nominalS / formula.Dt)) * _current;
            // Where 1 − x is near the rounding of x, the kinetic residual stops falling short of the tolerance; the charge is exact all the same.
            bool stalled = norm <= StallTolerance * _current && norm > 0.3 * lastNorm;
            lastNorm = norm;
            if (iteration > 0 && (norm <= NewtonTolerance * _current || stalled) && closed)
                return new StepAttempt(true, phi, filmStar + (growth * side), rate + (_area * side));

            double tolerance = LinearTolerance;
            ForEach(cancellationToken, (p, i) => (_updates[i], _sensitivities[i]) = p.Solve(fixedPhi is null, tolerance, cancellationToken));
            double delta = 0;
            if (fixedPhi is null)
            {
                double slope = (_area * sideByPhi) + (_sensitivities.Sum() * _chargePerVolume);
                delta = Math.Clamp(-(charge + (_updates.Sum() * _chargePerVolume)) / slope, -LargestPotentialStepV, LargestPotentialStepV);
                if (!double.IsFinite(delta)) return default;
                phi += delta;
                if (phi < _material.LowerCutoffV - 1 || phi > _material.UpperCutoffV + 1) return default;
            }

            ForEach(cancellationToken, (p, _) => p.Move(delta));
        }

        return default;
    }

    private double Error(StepFormula formula, double phi)
    {
        double byPhi = Math.Abs(phi - ((formula.Predict0 * _phi) + (formula.Predict1 * _phiPrevious) + (formula.Predict2 * _phiBeforeThat)));
        double byX = Math.Sqrt(_particles.Sum(p => p.PredictionError(formula)) / _volume);
        return formula.ErrorRatio * Math.Max(byPhi / _options.PotentialToleranceV, byX / _options.LithiationTolerance);
    }

    private void Accept(StepFormula formula, StepAttempt attempt, double applied, double charge, double startPassed)
    {
        foreach (var particle in _particles) particle.Commit();
        (_phiBeforeThat, _phiPrevious, _phi) = (_phiPrevious, _phi, attempt.Phi);
        (_filmPrevious, _film) = (_film, attempt.FilmM);
        (_dtBeforeLast, _lastDt) = (_lastDt, formula.Dt);
        _known = Math.Min(_known + 1, 2);
        _time += formula.Dt;
        _passedC += charge;
        double inside = (Content() - _contentAtStart) * _chargePerVolume;
        _balanceError = Math.Max(_balanceError, Math.Abs(_passedC - SideCharge() - inside) / (_volume * _chargePerVolume));
        Record(applied, Math.Abs(_passedC - startPassed));
    }

    private void Record(double applied, double chargeC)
    {
        double perGram = 1 / (3600 * _volume * _material.DensityKgM3);
        _curve.Add(new CyclePoint(
            _time, applied / _area, _phi, Content() / _volume, SideCharge() * perGram, _film * 1e9, chargeC * perGram));
    }

    /// <summary>
    /// The potential at which the present surface carries the applied current, by bisection; the end of the bracket, just past a cut-off,
    /// where there is none. Far outside, rounding of 1 − x would outweigh the current.
    /// </summary>
    private double RestingPotential(double applied)
    {
        double low = _material.LowerCutoffV - 0.1, high = _material.UpperCutoffV + 0.1;
        for (int i = 0; i < 80; i++)
        {
            double middle = 0.5 * (low + high);
            double current = _particles.Sum(p => p.Current(_kinetics, middle, _material.ElectrolyteConcentrationMolM3)) - (_area * _side.At(middle, _film)) + applied;
            if (current < 0) low = middle;
            else high = middle;
        }

        return 0.5 * (low + high);
    }

    private ConvergenceException Stuck(double dt) => new(
        $"The step at {_time:0.###} s could not be solved down to {dt:g3} s; the potential was {_phi:0.0000} V and the mean lithiation {Content() / _volume:0.0000}. Try a lower rate or another grid.");

    private double SideCharge() => _film / _side.FilmPerCharge * _area;

    private double SideCharge(ParticleState particle, double film) => film / _side.FilmPerCharge * particle.Mesh.RealAreaM2;

    private double Content() => _particles.Sum(p => p.MeanLithiation() * p.Mesh.VolumeM3);

    private double[] Contents() => [.. _particles.Select(p => p.MeanLithiation() * p.Mesh.VolumeM3)];

    private List<double[]> Fields() => [.. _particles.Select(p => p.AcceptedField())];

    private void ForEach(CancellationToken cancellationToken, Action<ParticleState, int> body)
    {
        if (_options.Threads == 1 || _particles.Length == 1)
        {
            for (int i = 0; i < _particles.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(_particles[i], i);
            }

            return;
        }

        Parallel.For(
            0, _particles.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellationToken },
            i => body(_particles[i], i));
    }
}
