using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// Runs a protocol on the porous-electrode (DFN, pseudo-two-dimensional) model of a half or full cell, or on its electrolyte-free limit.
/// docs/cell-model.md has the equations. What ends a run early is a named reason in the result, with all that was computed until then.
/// </summary>
public sealed class HalfCellSimulation
{
    private const double LowestVoltageV = -1;
    private const double HighestVoltageV = 8;
    private const double FirstStep = 1e-7;
    private const double LongestKick = 1e4;
    private const double SmallestStep = 1e-8;
    private const double LongestStep = 1.0 / 40;
    private const double BalanceLimit = 1e-6;
    private const double SameTime = 1e-12;

    private readonly CellCase _case;
    private readonly CellIntegrator _integrator;
    private readonly SimulationRecorder _recorder;
    private readonly Action<double, double>? _progress;
    private readonly CancellationToken _cancellation;
    private (FailureReason Failure, string Reason)? _failure;
    private int _profile;

    private HalfCellSimulation(CellCase cell, Action<double, double>? progress, CancellationToken cancellationToken)
    {
        _case = cell;
        _integrator = new CellIntegrator(cell);
        _recorder = new SimulationRecorder(cell, _integrator);
        _progress = progress;
        _cancellation = cancellationToken;
    }

    /// <summary>Runs a case.</summary>
    /// <param name="cell">The case.</param>
    /// <param name="progress">Called with the share of steps done (0…1) and the voltage, or null.</param>
    /// <param name="cancellationToken">Ends it within a time step.</param>
    /// <exception cref="InputException">The case contradicts itself.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static HalfCellResult Run(CellCase cell, Action<double, double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CaseCheck.Validate(cell);
        return new HalfCellSimulation(cell, progress, cancellationToken).Run();
    }

    private HalfCellResult Run()
    {
        _integrator.SetInitialVoltage();
        var steps = _case.Protocol.Steps;
        for (int cycle = 1; cycle <= _case.Protocol.Cycles && _failure is null; cycle++)
        {
            _recorder.BeginCycle(cycle);
            for (int s = 0; s < steps.Count && _failure is null; s++)
            {
                double done = (cycle - 1 + ((double)s / steps.Count)) / _case.Protocol.Cycles, share = 1.0 / (steps.Count * _case.Protocol.Cycles);
                _recorder.BeginStep(s + 1, steps[s].Mode);
                var end = RunStep(steps[s], part => _progress?.Invoke(done + (share * part), _integrator.VoltageV));
                _recorder.EndStep(end);
            }

            _recorder.EndCycle();
        }

        if (_failure is null) _progress?.Invoke(1, _integrator.VoltageV);
        return _recorder.Finish(_failure?.Failure, _failure?.Reason ?? "every step of the protocol was run");
    }

    private StepEnd? RunStep(ProtocolStep step, Action<double> progress)
    {
        double oneRate = _case.CurrentOfOneRate, capacity = 3600 * oneRate;
        double applied = step.Mode == StepMode.Current ? step.CurrentDensityAM2 ?? (step.RatePerHour!.Value * oneRate) : 0;
        double? held = step.Mode == StepMode.Voltage ? step.VoltageV : null;
        double rate = Math.Abs(applied) / oneRate, nominal = rate > 0 ? 3600 / rate : Math.Min(3600, step.UntilTimeS ?? 3600);
        double startTime = _integrator.TimeS, startCharge = _integrator.ChargeCM2, smallest = SmallestStep * nominal;
        double longest = Math.Min(_case.Solver.LongestStepS ?? double.PositiveInfinity, nominal * LongestStep * (rate > 0 ? 1 : 4));
        _integrator.Restart();

        // The jump: a step so short that only potentials change.
        double dt = FirstStep * nominal;
        var kick = Kick(dt, applied, held, step);
        if (kick is null) return _failure is null ? StepEnd.AlreadyMet : null;
        if (kick == StepEnd.AlreadyMet) return kick;
        _integrator.Restart();
        if (_case.Solver.FixedStepS is { } fixedDt) dt = fixedDt;
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            double timeLeft = (step.UntilTimeS ?? double.PositiveInfinity) - (_integrator.TimeS - startTime);
            if (timeLeft <= SameTime * (_integrator.TimeS + nominal)) return StepEnd.Time;
            double chargeLeft = step.UntilCapacity is { } share ? (share * capacity) - Math.Abs(_integrator.ChargeCM2 - startCharge) : double.PositiveInfinity;
            if (chargeLeft <= SameTime * capacity) return StepEnd.Capacity;
            double limit = Math.Min(timeLeft, held is null && applied != 0 ? chargeLeft / Math.Abs(applied) : double.PositiveInfinity);
            bool atProfile = _profile < _case.ProfileTimesS.Count;
            if (atProfile) limit = Math.Min(limit, Math.Max(0, _case.ProfileTimesS[_profile] - _integrator.TimeS));
            if (limit <= SameTime * (_integrator.TimeS + nominal) && atProfile)
            {
                NextProfile();
                continue;
            }

            // A last sliver would spoil the history: two steps of half the length instead.
            double wanted = dt;
            dt = dt >= limit ? limit : dt > 0.6 * limit ? 0.5 * limit : dt;
            var formula = _integrator.Formula(dt);
            var attempt = _integrator.Cell.Attempt(formula, held is null ? applied : _integrator.CurrentAM2, held);
            if (!attempt.Converged)
            {
                if (dt > smallest && _case.Solver.FixedStepS is null)
                {
                    dt *= 0.25;
                    continue;
                }

                if (step.UntilVoltageV is { } cutoff && held is null && LocateVoltage(dt, applied, cutoff)) return StepEnd.Voltage;
                Fail(Diagnose(), dt);
                return null;
            }

            double error = _case.Solver.FixedStepS is null ? _integrator.Cell.Error(formula, held is null) : 0;
            if (error > 1 && dt > smallest)
            {
                dt = Math.Max(smallest, dt * Math.Clamp(0.85 / Math.Cbrt(error), 0.2, 0.8));
                continue;
            }

            if (held is null && applied != 0 && step.UntilVoltageV is { } until && IsBeyond(attempt.VoltageV, applied, until))
            {
                if (LocateVoltage(dt, applied, until)) return StepEnd.Voltage;
                Fail(FailureReason.NoConvergence, dt);
                return null;
            }

            if (held is not null && Located(step, attempt, dt, held.Value, oneRate, capacity, startCharge) is { } end) return _failure is null ? end : null;
            if (attempt.VoltageV is < LowestVoltageV or > HighestVoltageV)
            {
                Fail(Diagnose(FailureReason.PotentialRunaway), dt);
                return null;
            }

            if (!Accept(formula, attempt)) return null;
            progress(Math.Clamp(Progress(step, startTime, startCharge, capacity), 0, 1));
            // A step cut short by a time asked for says nothing against the one that was wanted.
            double grown = dt * Math.Clamp(0.85 / Math.Cbrt(Math.Max(error, 1e-6)), 0.4, 2);
            dt = _case.Solver.FixedStepS ?? Math.Clamp(error < 1 ? Math.Max(grown, Math.Min(wanted, 2 * dt)) : grown, smallest, longest);
        }
    }

    /// <summary>The first instant of a step; null and perhaps a failure where it cannot be taken.</summary>
    private StepEnd? Kick(double dt, double applied, double? held, ProtocolStep step)
    {
        double before = _integrator.VoltageV, currentBefore = _integrator.CurrentAM2;
        var formula = _integrator.Formula(dt);
        var attempt = _integrator.Cell.Attempt(formula, held is null ? applied : currentBefore, held);
        if (!attempt.Converged && Ramp(dt, applied, held, before, currentBefore))
        {
            formula = _integrator.Formula(dt);
            attempt = _integrator.Cell.Attempt(formula, held is null ? applied : _integrator.CurrentAM2, held);
        }

        // Where a hold has left the particles a hair beyond full or empty, only a step in which their surface relaxes carries the current.
        for (double longer = 10 * dt; !attempt.Converged && longer <= LongestKick * dt; longer *= 10)
        {
            _integrator.Restart();
            formula = _integrator.Formula(longer);
            attempt = _integrator.Cell.Attempt(formula, held is null ? applied : _integrator.CurrentAM2, held);
        }

        if (attempt.Converged)
        {
            if (applied != 0 && step.UntilVoltageV is { } until && IsBeyond(attempt.VoltageV, applied, until)) return StepEnd.AlreadyMet;
            if (held is not null && step.UntilRatePerHour is { } low && Math.Abs(attempt.CurrentAM2) <= low * _case.CurrentOfOneRate) return StepEnd.AlreadyMet;
            if (!Accept(formula, attempt)) return null;
            _recorder.Jump(before, currentBefore);
            return StepEnd.Time;
        }

        if (applied != 0 && step.UntilVoltageV is { } cutoff)
        {
            // Not even at its cut-off does this state carry the current: the step is over before it began.
            var at = _integrator.Cell.Attempt(formula, applied, cutoff);
            if (at.Converged && at.CurrentAM2 / applied < 1) return StepEnd.AlreadyMet;
        }

        Fail(Diagnose(), dt);
        return null;
    }

    /// <summary>Brings current or voltage up in parts, each a first instant of its own.</summary>
    private bool Ramp(double dt, double applied, double? held, double before, double currentBefore)
    {
        double reached = 0, part = 0.25;
        for (int i = 0; i < 60 && reached < 1; i++)
        {
            double next = Math.Min(1, reached + part);
            _integrator.Restart();
            var formula = _integrator.Formula(dt);
            var attempt = held is { } v
                ? _integrator.Cell.Attempt(formula, _integrator.CurrentAM2, before + (next * (v - before)))
                : _integrator.Cell.Attempt(formula, currentBefore + (next * (applied - currentBefore)), null);
            if (!attempt.Converged)
            {
                part *= 0.5;
                continue;
            }

            if (!Accept(formula, attempt)) return false;
            reached = next;
            part *= 1.5;
        }

        _integrator.Restart();
        return reached >= 1;
    }

    private bool LocateVoltage(double longest, double applied, double cutoff)
    {
        var found = _integrator.Locate(longest, formula => _integrator.Cell.Attempt(formula, applied, cutoff), attempt => (attempt.CurrentAM2 / applied) - 1);
        return found is { } f && Accept(f.Formula, f.Attempt with { CurrentAM2 = applied });
    }

    /// <summary>Ends of a held voltage: its current or its charge within the step just attempted.</summary>
    private StepEnd? Located(ProtocolStep step, in StepAttempt attempt, double dt, double held, double oneRate, double capacity, double startCharge)
    {
        if (step.UntilRatePerHour is { } low && Math.Abs(attempt.CurrentAM2) <= low * oneRate)
            return Take(a => (Math.Abs(a.CurrentAM2) / (low * oneRate)) - 1) ? StepEnd.Current : null;
        if (step.UntilCapacity is { } share && Math.Abs(_integrator.ChargeCM2 + (dt * attempt.CurrentAM2) - startCharge) >= share * capacity)
        {
            double left = (share * capacity) - Math.Abs(_integrator.ChargeCM2 - startCharge), length = Math.Min(dt, left / Math.Abs(attempt.CurrentAM2));
            var formula = _integrator.Formula(length);
            var shorter = _integrator.Cell.Attempt(formula, attempt.CurrentAM2, held);
            return shorter.Converged && Accept(formula, shorter) ? StepEnd.Capacity : null;
        }

        return null;

        bool Take(Func<StepAttempt, double> excess)
        {
            double guess = _integrator.CurrentAM2;
            var found = _integrator.Locate(dt, formula => _integrator.Cell.Attempt(formula, guess, held), excess);
            if (found is { } f) return Accept(f.Formula, f.Attempt);
            Fail(FailureReason.NoConvergence, dt);
            return true;
        }
    }

    private bool Accept(in StepFormula formula, in StepAttempt attempt)
    {
        _integrator.Accept(formula, attempt);
        _recorder.Point();
        if (_integrator.BalanceError <= BalanceLimit) return true;
        _failure = (FailureReason.BalanceBroken, string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"lithium or salt was out of balance by {_integrator.BalanceError:0.0e+0} at {_integrator.TimeS:0.###} s"));
        return false;
    }

    private void NextProfile()
    {
        _recorder.Profile();
        _profile++;
        while (_profile < _case.ProfileTimesS.Count && _case.ProfileTimesS[_profile] <= _integrator.TimeS) _profile++;
    }

    private double Progress(ProtocolStep step, double startTime, double startCharge, double capacity)
        => Math.Max(
            step.UntilTimeS is { } until ? (_integrator.TimeS - startTime) / until : 0,
            Math.Abs(_integrator.ChargeCM2 - startCharge) / ((step.UntilCapacity ?? 1) * capacity));

    private static bool IsBeyond(double voltage, double applied, double cutoff) => applied > 0 ? voltage <= cutoff : voltage >= cutoff;

    private FailureReason Diagnose(FailureReason otherwise = FailureReason.NoConvergence)
    {
        double salt = double.PositiveInfinity;
        foreach (double c in _integrator.Cell.Concentration) salt = Math.Min(salt, c);
        if (salt < 0.01 * _case.Electrolyte.ConcentrationMolM3) return FailureReason.SaltDepleted;
        foreach (var electrode in _integrator.Cell.Electrodes)
        {
            foreach (var particles in electrode.Classes)
            {
                for (int place = 0; place < electrode.Cells; place++)
                {
                    if (particles.Surface(place) is < 2e-3 or > 0.998) return FailureReason.CapacityExhausted;
                }
            }
        }

        return otherwise;
    }

    private void Fail(FailureReason end, double dt)
    {
        string what = end switch
        {
            FailureReason.SaltDepleted => "the electrolyte is depleted of salt, so that the current cannot pass; lower the rate, or give the step a cut-off voltage",
            FailureReason.CapacityExhausted => "the surface of the particles is full or empty, so that the current cannot pass; give the step a cut-off voltage",
            FailureReason.PotentialRunaway => "the voltage ran away; give the step a cut-off voltage",
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the time step could not be solved down to {dt:g3} s; try a lower rate or a finer grid"),
        };
        _failure = (end, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{what} (at {_integrator.TimeS:0.###} s, {_integrator.VoltageV:0.0000} V, mean lithiation {_integrator.Cell.Positive.Lithiation():0.0000})"));
    }
}
