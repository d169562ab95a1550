using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

public sealed partial class ResolvedCell
{
    private const double Rounding = 1e-9;
    private const double ExcessTolerance = 1e-6;

    /// <summary>Longest leap to a cut-off that is taken in one step, as a share of a full charge's time.</summary>
    private const double LeapShare = 1e-5;

    /// <summary>Where the run stands: cycle and step from 0, whether the step has begun, when and with what charge, and the next step of time.</summary>
    private readonly record struct Position(int Cycle, int Step, bool Inside, double StartS, double StartC, double Dt);

    private Position _position;
    private double _voltage;

    private void RunStep(ProtocolStep step, Action<double, double>? progress, CancellationToken cancellationToken)
    {
        double? applied = step.Mode switch
        {
            StepMode.Rest => 0,
            StepMode.Voltage => null,
            _ => step.RatePerHour is { } rate ? rate * _state.CapacityC / 3600 : _terminal.FromPlane(step.CurrentDensityAM2!.Value),
        };
        double cap = step.UntilTimeS ?? double.PositiveInfinity;
        if (applied is { } a and not 0 && step.UntilCapacity is { } share) cap = Math.Min(cap, share * _state.CapacityC / Math.Abs(a));
        // Times are measured against the duration of a full charge at the step's own current.
        double unit = applied is { } i and not 0 ? Math.Min(_nominalS, _state.CapacityC / Math.Abs(i)) : _nominalS;
        if (!_position.Inside)
        {
            if (Begin(step, applied)) return;
            _position = _position with { Inside = true, StartS = _state.TimeS, StartC = _state.PassedC, Dt = 1e-6 * unit };
            Accepted(step, progress, first: true);
        }

        End(step, applied, Advance(step, applied, cap, unit, progress, cancellationToken));
    }

    /// <summary>Sets the potential that the step begins with; true where its end is met already.</summary>
    private bool Begin(ProtocolStep step, double? applied)
    {
        _log.BeginStep(step, applied, _state);
        if (applied is { } current)
        {
            double phi = _solver.RestingPotential(current);
            _state.Restart(phi, current);
            _voltage = phi + _terminal.At(current).PotentialV;
            if (step.Mode != StepMode.Current || step.UntilVoltageV is not { } cutoff || !IsBeyond(_voltage, cutoff, current)) return false;
            _log.EndStep(new StepRecord(_position.Cycle + 1, _position.Step + 1, StepEnd.AlreadyMet, 0, 0));
            return true;
        }

        var (at, flowing) = _solver.AtVoltage(step.VoltageV!.Value);
        _state.Restart(at, flowing);
        _voltage = step.VoltageV.Value;
        return false;
    }

    private StepEnd Advance(ProtocolStep step, double? applied, double cap, double unit, Action<double, double>? progress, CancellationToken cancellationToken)
    {
        double smallest = 1e-7 * unit;
        while (true)
        {
            double left = cap - (_state.TimeS - _position.StartS), dt = Math.Min(_position.Dt, left);
            if (left <= Rounding * unit) return step.UntilTimeS is { } time && time <= cap * (1 + Rounding) ? StepEnd.Time : StepEnd.Capacity;
            var formula = _state.Formula(dt);
            var attempt = _solver.Solve(formula, applied, step.VoltageV ?? 0, cancellationToken);
            if (!attempt.Converged)
            {
                if (dt > smallest) _position = _position with { Dt = 0.25 * dt };
                else if (LocateVoltage(step, applied, dt, progress, cancellationToken)) return StepEnd.Voltage;
                else throw Stuck(attempt.Failure, dt);
                continue;
            }

            double error = Error(formula, attempt.Phi);
            if (error > 1 && dt > smallest)
            {
                _position = _position with { Dt = dt * Math.Clamp(0.85 / Math.Cbrt(error), 0.2, 0.8) };
                continue;
            }

            if (applied is { } current && step.UntilVoltageV is { } cutoff && step.Mode == StepMode.Current && IsBeyond(attempt.VoltageV, cutoff, current))
            {
                if (!LocateVoltage(step, applied, dt, progress, cancellationToken)) throw Stuck(FailureReason.NoConvergence, dt);
                return StepEnd.Voltage;
            }

            if (applied is null && HeldEnd(step, formula, attempt) is { } end)
            {
                LocateHeld(step, end, dt, progress, cancellationToken);
                return end;
            }

            double next = Math.Min(dt * Math.Clamp(0.85 / Math.Cbrt(Math.Max(error, 1e-6)), 0.4, 2), unit / 40);
            Take(step, formula, attempt, next, progress);
        }
    }

    private static bool IsBeyond(double voltage, double cutoff, double current) => current > 0 ? voltage <= cutoff : voltage >= cutoff;

    /// <summary>What a step at constant voltage would have ended by within an attempt.</summary>
    private StepEnd? HeldEnd(ProtocolStep step, StepFormula formula, StepAttempt attempt)
    {
        if (HeldExcess(step, StepEnd.Current, formula, attempt) <= 0) return StepEnd.Current;
        return HeldExcess(step, StepEnd.Capacity, formula, attempt) <= 0 ? StepEnd.Capacity : null;
    }

    /// <summary>How far a step at constant voltage is from its end, relative; +∞ where it has none of that kind.</summary>
    private double HeldExcess(ProtocolStep step, StepEnd end, StepFormula formula, StepAttempt attempt) => end switch
    {
        StepEnd.Current => step.UntilRatePerHour is { } rate ? (Math.Abs(attempt.CurrentA) / (rate * _state.CapacityC / 3600)) - 1 : double.PositiveInfinity,
        _ => step.UntilCapacity is { } share
            ? 1 - (Math.Abs(_state.PassedC - _position.StartC + (0.5 * formula.Dt * (attempt.CurrentA + _state.CurrentA))) / (share * _state.CapacityC))
            : double.PositiveInfinity,
    };

    /// <summary>
    /// Finds the step after which the voltage is the cut-off at the applied current, and takes it: at the cut-off the current falls as the step
    /// lengthens, so the root of current − applied is bracketed. Where surfaces run empty the voltage leaps to the cut-off within a
    /// thousandth of a second, and Newton's method at constant current may fail in the leap just short of it: then the cut-off lies a little
    /// beyond <paramref name="longest"/>, and the bracket is widened.
    /// </summary>
    private bool LocateVoltage(ProtocolStep step, double? applied, double longest, Action<double, double>? progress, CancellationToken cancellationToken)
    {
        if (applied is not { } current || current == 0 || step.UntilVoltageV is not { } cutoff) return false;
        double dt = longest, widest = Math.Max(longest, LeapShare * _nominalS);
        var (attempt, excess) = At(dt);
        while (attempt.Converged && excess > ExcessTolerance)
        {
            dt *= 2;
            if (dt > widest) return false;
            (attempt, excess) = At(dt);
        }

        var root = new BracketedRoot(dt, Rounding * _nominalS);
        for (int i = 0; i < 60 && attempt.Converged; i++)
        {
            if (Math.Abs(excess) < ExcessTolerance || root.IsNarrow)
            {
                Take(step, _state.Formula(dt), attempt, dt, progress);
                return true;
            }

            dt = root.Next(dt, Math.Log(Math.Max(1e-3, excess + 1)));
            (attempt, excess) = At(dt);
        }

        return false;

        (StepAttempt Attempt, double Excess) At(double seconds)
        {
            var solved = _solver.Solve(_state.Formula(seconds), null, cutoff, cancellationToken);
            return (solved, (solved.CurrentA / current) - 1);
        }
    }

    /// <summary>Finds and takes the step that ends exactly where a step at constant voltage does.</summary>
    private void LocateHeld(ProtocolStep step, StepEnd end, double longest, Action<double, double>? progress, CancellationToken cancellationToken)
    {
        var root = new BracketedRoot(longest, Rounding * _nominalS);
        double dt = longest;
        for (int i = 0; ; i++)
        {
            var formula = _state.Formula(dt);
            var attempt = _solver.Solve(formula, null, step.VoltageV!.Value, cancellationToken);
            if (!attempt.Converged) throw Stuck(attempt.Failure, dt);
            double excess = HeldExcess(step, end, formula, attempt);
            if (Math.Abs(excess) < 1e-6 || root.IsNarrow || i == 60)
            {
                Take(step, formula, attempt, dt, progress);
                return;
            }

            dt = root.Next(dt, excess);
        }
    }

    private double Error(StepFormula formula, double phi)
    {
        double byPhi = Math.Abs(phi - _state.Predict(formula));
        double byX = Math.Sqrt(_state.Particles.Sum(p => p.PredictionError(formula)) / _state.VolumeM3);
        return formula.ErrorRatio * Math.Max(byPhi / _options.PotentialToleranceV, byX / _options.LithiationTolerance);
    }

    private void Take(ProtocolStep step, StepFormula formula, StepAttempt attempt, double next, Action<double, double>? progress)
    {
        _state.Accept(formula, attempt);
        _voltage = attempt.VoltageV;
        _position = _position with { Dt = next };
        Accepted(step, progress, first: false);
    }

    private void Accepted(ProtocolStep step, Action<double, double>? progress, bool first)
    {
        double passed = _state.PassedC - _position.StartC;
        _log.Record(_position.Cycle + 1, _position.Step + 1, _voltage, Math.Abs(passed), _options.KeepFields);
        CheckBalances();
        double within = step.Mode == StepMode.Current || step.UntilTimeS is null
            ? Math.Abs(passed) / _state.CapacityC : (_state.TimeS - _position.StartS) / step.UntilTimeS.Value;
        Snapshot(step, Math.Min(1, within), first);
        double before = _log.Weight(_protocol, 0, _position.Step), own = _log.Weight(_protocol, _position.Step, _position.Step + 1);
        double all = _log.Weight(_protocol, 0, _protocol.Steps.Count);
        progress?.Invoke((_position.Cycle + ((before + (own * Math.Min(1, within))) / all)) / _protocol.Cycles, _voltage);
        SaveIfDue();
    }

    private void End(ProtocolStep step, double? applied, StepEnd end)
    {
        double passed = _state.PassedC - _position.StartC;
        if (applied is not 0) _state.CheckAgainst(Math.Abs(passed));
        CheckBalances();
        _log.EndStep(new StepRecord(_position.Cycle + 1, _position.Step + 1, end, _state.TimeS - _position.StartS, passed));
        Snapshot(step, 1, first: false, last: true);
    }

    private void CheckBalances()
    {
        if (_state.BalanceError > BalanceTolerance)
            throw Failed(FailureReason.BalanceBroken, $"The balance of lithium is off by {_state.BalanceError:0.0e+0}, more than {BalanceTolerance:0e+0}");
        if (_state.Fields?.BalanceError > BalanceTolerance)
            throw Failed(FailureReason.BalanceBroken, $"The balance of charge in the box is off by {_state.Fields.BalanceError:0.0e+0}, more than {BalanceTolerance:0e+0}");
        if (_solver.CoupledResidual > CoupledTolerance)
            throw Failed(FailureReason.NoConvergence, $"The coupled residual is {_solver.CoupledResidual:0.0e+0}, more than {CoupledTolerance:0e+0}");
    }

    private ConvergenceException Stuck(FailureReason reason, double dt) => Failed(reason, reason switch
    {
        FailureReason.SaltDepleted => "The electrolyte ran out of salt",
        FailureReason.SaltBeyondRange => "The electrolyte's salt rose beyond what its properties are known for",
        FailureReason.PotentialRunaway => "The potential ran away: the current cannot be carried",
        _ => FormattableString.Invariant($"No step down to {dt:g3} s could be solved"),
    });

    private ConvergenceException Failed(FailureReason reason, string what)
    {
        SaveNow();
        return new ConvergenceException(
            FormattableString.Invariant(
                $"{what}, at {_state.TimeS:0.###} s of cycle {_position.Cycle + 1}, step {_position.Step + 1}; the voltage was {_voltage:0.0000} V and the mean lithiation {_state.ContentM3() / _state.VolumeM3:0.0000}. Try a lower rate or another grid."),
            reason) { StatePath = _options.Checkpoint?.Path };
    }
}
