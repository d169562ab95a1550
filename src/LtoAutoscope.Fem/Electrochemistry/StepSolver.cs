using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Solves one implicit step of a resolved cell: Newton's method over the nodes of all particles with the shared potential as border unknown,
/// interleaved with the linear fields of electrolyte and solid until all of them fit each other.
/// </summary>
/// <remarks>
/// The border equation is the conservation of charge in its volume form, F·c_max·Σm(α₀x + …)/Δt + side = I: it has no cancellation where the
/// surface runs empty, and it closes the lithium balance to the last digit.
/// </remarks>
internal sealed class StepSolver
{
    private const double NewtonTolerance = 1e-5;
    private const double StallTolerance = 1e-4;
    private const double ChargeTolerance = 1e-11;
    private const double VoltageTolerance = 1e-9;
    private const double TightestLinear = 3e-3;
    private const double LoosestLinear = 0.1;
    private const int NewtonLimit = 30;
    private const int RoundLimit = 40;
    private const double LargestPotentialStepV = 0.08;

    private readonly CellState _state;
    private readonly Material _material;
    private readonly InterfaceReaction _reaction;
    private readonly InterfaceBatch? _batch;
    private readonly CellTerminal _terminal;
    private readonly double _nominalA;
    private readonly int _threads;
    private readonly ParticleSums[] _sums;
    private readonly (double Update, double Sensitivity)[] _updates;

    internal StepSolver(CellState state, Material material, InterfaceReaction reaction, CellTerminal terminal, double nominalA, int threads)
    {
        _state = state;
        _material = material;
        _reaction = reaction;
        _batch = reaction.CreateBatch();
        _terminal = terminal;
        _nominalA = nominalA;
        _threads = threads;
        _sums = new ParticleSums[state.Particles.Length];
        _updates = new (double, double)[state.Particles.Length];
    }

    internal int Iterations { get; private set; }

    /// <summary>Largest residual of the coupled system over the accepted steps: of charge at the particles' nodes relative to the current, and of the fields as an error of potential over RT/F.</summary>
    internal double CoupledResidual { get; private set; }

    /// <summary>One step from the accepted state.</summary>
    /// <param name="formula">The step.</param>
    /// <param name="currentA">Applied current, lithiation positive; null where the voltage is held.</param>
    /// <param name="voltageV">The voltage held.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal StepAttempt Solve(StepFormula formula, double? currentA, double voltageV, CancellationToken cancellationToken)
    {
        double current = currentA ?? _state.CurrentA;
        double phi = Math.Clamp(_state.Predict(formula), _state.Phi - 0.1, _state.Phi + 0.1);
        if (currentA is null) phi = voltageV - _terminal.At(current).PotentialV;
        // Beyond the limiting current there is no steady salt to begin from.
        if (_terminal.At(current).Least <= 0) return StepAttempt.Failed(FailureReason.SaltDepleted);
        double lastNorm = double.PositiveInfinity, scale = Math.Max(_nominalA, Math.Abs(current));
        double rounding = 1e-14 * _state.CapacityC / (_nominalA * formula.Dt);
        int rounds = 0, newton = 0;
        ForEach(cancellationToken, (p, _) => p.Begin(formula));
        _state.Fields?.Begin(formula, current, _terminal.At(current).Concentration);
        bool moved = false;
        while (newton < NewtonLimit)
        {
            Iterations++;
            double at = phi;
            ForEach(cancellationToken, (p, i) => _sums[i] = p.Evaluate(_reaction, _batch, at));
            double norm = 0, total = 0, byPhi = 0;
            foreach (var sum in _sums) (norm, total, byPhi) = (norm + sum.Residual, total + sum.Rate + sum.Side, byPhi + sum.SideByPotential);
            if (!double.IsFinite(norm)) return StepAttempt.Failed(FailureReason.NoConvergence);
            double offBy, drop = 0;
            bool closed;
            if (currentA is { } applied)
            {
                offBy = total - applied;
                // The second part is what rounding leaves of a difference of nearly full contents over a short step.
                closed = Math.Abs(offBy) <= (ChargeTolerance + rounding) * scale;
            }
            else
            {
                (drop, double slope) = _terminal.DropWithSlope(total);
                offBy = phi + drop - voltageV;
                closed = Math.Abs(offBy) <= VoltageTolerance || slope == 0;
            }

            // Where 1 − x is near the rounding of x, the kinetic residual stops falling short of the tolerance; the charge is exact all the same.
            bool stalled = norm <= StallTolerance * scale && norm > 0.3 * lastNorm && !moved;
            lastNorm = norm;
            moved = false;
            if (newton > 0 && (norm <= NewtonTolerance * scale || stalled) && closed)
            {
                double reached = currentA ?? total;
                var beside = _terminal.At(reached);
                if (beside.Least <= 0) return StepAttempt.Failed(FailureReason.SaltDepleted);
                var outcome = _state.Fields?.Update(reached, beside.Concentration, scale, cancellationToken) ?? FieldOutcome.Settled;
                if (outcome == FieldOutcome.SaltDepleted) return StepAttempt.Failed(FailureReason.SaltDepleted);
                if (outcome == FieldOutcome.SaltBeyondRange) return StepAttempt.Failed(FailureReason.SaltBeyondRange);
                if (outcome == FieldOutcome.Settled)
                {
                    CoupledResidual = Math.Max(CoupledResidual, Math.Max(norm / scale, _state.Fields?.ResidualInThermalVolts ?? 0));
                    return new StepAttempt(true, phi, reached, phi + beside.PotentialV, default);
                }

                if (++rounds > RoundLimit) return StepAttempt.Failed(FailureReason.NoConvergence);
                // The fields have moved: the particles are looked at again, from where they stand.
                newton = 1;
                lastNorm = double.PositiveInfinity;
                moved = true;
                continue;
            }

            // No further than the next look at the residual needs.
            double tolerance = Math.Clamp(0.2 * NewtonTolerance * scale / norm, TightestLinear, LoosestLinear);
            ForEach(cancellationToken, (p, i) => _updates[i] = p.Solve(tolerance, cancellationToken));
            double update = 0, sensitivity = byPhi;
            foreach (var (byUpdate, bySensitivity) in _updates) (update, sensitivity) = (update + byUpdate, sensitivity + bySensitivity);
            double delta = -(offBy + update) / sensitivity;
            if (currentA is null)
            {
                double slope = _terminal.DropWithSlope(total).Slope;
                delta = -(offBy + (slope * update)) / (1 + (slope * sensitivity));
            }

            delta = Math.Clamp(delta, -LargestPotentialStepV, LargestPotentialStepV);
            if (!double.IsFinite(delta)) return StepAttempt.Failed(FailureReason.NoConvergence);
            phi += delta;
            if (phi < _material.LowerCutoffV - 1 || phi > _material.UpperCutoffV + 1) return StepAttempt.Failed(FailureReason.PotentialRunaway);
            ForEach(cancellationToken, (p, _) => p.Move(delta));
            newton++;
        }

        return StepAttempt.Failed(FailureReason.NoConvergence);
    }

    /// <summary>
    /// The potential at which the present surface carries a current, by bisection; the end of the bracket, just past a cut-off,
    /// where there is none. Far outside, rounding of 1 − x would outweigh the current.
    /// </summary>
    internal double RestingPotential(double currentA)
    {
        return Bisect(_material.LowerCutoffV - 0.1, _material.UpperCutoffV + 0.1, phi => NetAt(phi) + currentA);
    }

    /// <summary>The potential at which the present surface stands when a voltage is put on the cell, and the current then.</summary>
    internal (double Phi, double CurrentA) AtVoltage(double voltageV)
    {
        double phi = Bisect(voltageV - 1, voltageV + 1, value => value + _terminal.At(-NetAt(value)).PotentialV - voltageV);
        return (phi, -NetAt(phi));
    }

    private double NetAt(double phi) => _state.Particles.Sum(p => p.NetCurrent(_reaction, phi));

    private static double Bisect(double low, double high, Func<double, double> rising)
    {
        for (int i = 0; i < 80; i++)
        {
            double middle = 0.5 * (low + high);
            if (rising(middle) < 0) low = middle;
            else high = middle;
        }

        return 0.5 * (low + high);
    }

    private void ForEach(CancellationToken cancellationToken, Action<ParticleState, int> body)
    {
        var particles = _state.Particles;
        if (_threads == 1 || particles.Length == 1)
        {
            for (int i = 0; i < particles.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(particles[i], i);
            }

            return;
        }

        Parallel.For(
            0, particles.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current }, i => body(particles[i], i));
    }
}
