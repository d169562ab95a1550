using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification;

/// <summary>The time loop of <see cref="SingleParticleModel"/>: BDF2 with error control, ends located by bisection of the last step.</summary>
internal sealed class SingleParticleRun
{
    private const double PotentialMarginV = 0.3;
    private const double BalanceLimit = 1e-6;

    private readonly Material _material;
    private readonly InterfaceReaction _reaction;
    private readonly ClassState[] _classes;
    private readonly double _tolerance;
    private readonly double _chargePerVolume;
    private readonly double _area;
    private readonly List<CyclePoint> _curve = [];
    private readonly List<double> _halves = [];
    private readonly double _lowV;
    private readonly double _highV;

    private double _time;
    private double _current;
    private double _phi;
    private double _phiPrevious;
    private double _phiBefore;
    private double _lastDt;
    private double _dtBeforeLast;
    private int _known;

    // Charges as shares of the capacity: passed in all, at the state before, and where the half cycle under way began.
    private double _passed;
    private double _passedBefore;
    private double _halfStart;
    private int _halfSign;
    private double _balance;

    internal SingleParticleRun(CellSample sample, Material material, RadialMesh mesh, double tolerance)
    {
        _material = material;
        _tolerance = tolerance;
        _reaction = new InterfaceReaction(material);
        _classes = [.. sample.Classes.Select(c => new ClassState(c, material, mesh))];
        _chargePerVolume = Material.FaradayCMol * material.MaximumConcentrationMolM3;
        _area = _classes.Sum(c => c.VolumeShare * c.AreaM1);
        (_lowV, _highV) = (material.LowerCutoffV - PotentialMarginV, material.UpperCutoffV + PotentialMarginV);
        _phi = _phiPrevious = _phiBefore = material.PlateauV;
    }

    internal void Step(ProtocolStep step, CancellationToken cancellationToken)
    {
        if (step.Mode == StepMode.Current && step.RatePerHour is null)
            throw new InputException("the single-particle model has no electrode area", "current density", "Give the current as a rate");
        double rate = step.Mode == StepMode.Current ? step.RatePerHour!.Value : 0, applied = rate / 3600;
        double? held = step.Mode == StepMode.Voltage ? step.VoltageV : null;
        double nominal = 3600 / Math.Max(Math.Abs(rate), step.UntilRatePerHour ?? 0.05);
        if (step.Mode == StepMode.Rest) nominal = Math.Max(1, step.UntilTimeS ?? 3600);
        double until = step.UntilTimeS ?? double.PositiveInfinity, startTime = _time, startPassed = _passed;
        if (!double.IsFinite(until) && step.UntilVoltageV is null && step.UntilRatePerHour is null && step.UntilCapacity is null)
            throw new InputException("a step of the protocol has no end", "protocol", "Give it a voltage, a rate, a time or a charge at which it ends");
        Begin(applied, held);
        if (IsOver()) return;
        double smallest = 1e-9 * nominal, dt = 1e-6 * nominal;
        if (step.Mode != StepMode.Rest) Record();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double left = until - (_time - startTime);
            if (left <= 1e-9 * nominal) break;
            dt = Math.Min(dt, left);
            var formula = StepFormula.Create(dt, _lastDt, _dtBeforeLast, _known);
            double phi = Attempt(formula, applied, held, out double current);
            double error = double.IsNaN(phi) ? double.NaN : Error(formula, phi);
            if (!double.IsFinite(error)) error = 64;
            if (error > 1 && dt > smallest)
            {
                dt *= Math.Clamp(0.85 / Math.Cbrt(error), 0.2, 0.8);
                continue;
            }

            if (double.IsNaN(phi)) throw Stuck(dt);
            bool over = Beyond(phi, current, _passed + (current * dt) - startPassed);
            if (over) (formula, phi, current) = Locate(dt, applied, held, step.UntilVoltageV, startPassed, Beyond);
            Accept(formula, phi, current);
            if (over) break;
            dt = Math.Min(dt * Math.Clamp(0.85 / Math.Cbrt(Math.Max(error, 1e-6)), 0.4, 2.5), nominal / 40);
        }

        bool IsOver() => step.Mode == StepMode.Current && Beyond(_phi, applied, 0);

        bool Beyond(double phi, double current, double passed)
            => (step.UntilVoltageV is { } v && (applied > 0 ? phi <= v : applied < 0 && phi >= v))
                || (step.UntilRatePerHour is { } r && Math.Abs(current) * 3600 <= r)
                || (step.UntilCapacity is { } q && Math.Abs(passed) >= q);
    }

    internal CellResponse Finish()
    {
        CloseHalf();
        if (!(_balance < BalanceLimit)) throw new ConvergenceException($"The lithium balance of the single-particle model is off by {_balance:0.0e+0} of the capacity. Try a finer tolerance.");
        double perGram = _chargePerVolume / (3600 * _material.DensityKgM3);
        return new CellResponse
        {
            Curve = _curve,
            HalfCyclesMAhG = [.. _halves.Select(q => q * perGram)],
            SideMAhG = Side() * perGram,
            TrappedMAhG = (Content() - _material.InitialLithiation) * perGram,
            BalanceError = _balance,
        };
    }

    /// <summary>A new step: no history, the potential that carries the current, and a new half cycle where the current's sign changes.</summary>
    private void Begin(double applied, double? held)
    {
        foreach (var c in _classes) c.Restart();
        _known = 0;
        _passedBefore = _passed;
        int sign = Math.Sign(applied);
        if (sign != 0 && sign != _halfSign)
        {
            CloseHalf();
            (_halfSign, _halfStart) = (sign, _passed);
        }

        var still = StepFormula.Create(1e-9, 0, 0, 0);
        foreach (var c in _classes) c.Begin(still);
        double phi = held ?? Potential(applied);
        _phi = _phiPrevious = _phiBefore = double.IsNaN(phi) ? _phi : phi;
        _current = held is null ? applied : -NetAt(_phi, out _);
        if (double.IsNaN(_current)) _current = 0;
    }

    private void CloseHalf()
    {
        if (_halfSign != 0 && _passed != _halfStart) _halves.Add(_passed - _halfStart);
    }

    private double Attempt(StepFormula formula, double applied, double? held, out double current)
    {
        foreach (var c in _classes) c.Begin(formula);
        current = applied;
        if (held is { } v)
        {
            current = -NetAt(v, out _);
            return double.IsNaN(current) ? double.NaN : v;
        }

        return Potential(applied);
    }

    /// <summary>The potential that carries a current (share of the capacity a second, lithiating positive) at the end of the step set up, by Newton's method in a bracket.</summary>
    private double Potential(double applied)
    {
        double low = _lowV, high = _highV, phi = Math.Clamp(_phi, low, high), tolerance = 1e-11 * Math.Max(Math.Abs(applied), 1e-7);
        for (int i = 0; i < 100; i++)
        {
            double excess = NetAt(phi, out double slope) + applied;
            if (double.IsNaN(excess)) return double.NaN;
            if (Math.Abs(excess) <= tolerance) return phi;
            if (excess > 0) high = phi;
            else low = phi;
            double next = phi - (excess / slope);
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            // Far from the root the exponentials make Newton's steps long or short by orders; the bracket is what leads there.
            if (Math.Abs(next - phi) < 1e-15 || high - low < 1e-14) return next;
            phi = Math.Clamp(next, phi - 0.3, phi + 0.3);
        }

        return phi;
    }

    /// <summary>Net anodic current of all classes at a potential, as a share of the capacity a second.</summary>
    private double NetAt(double phi, out double slope)
    {
        double sum = 0;
        slope = 0;
        foreach (var c in _classes)
        {
            if (!c.Solve(_reaction, phi, _material.ElectrolyteConcentrationMolM3, _chargePerVolume, out double net, out double byPhi)) return double.NaN;
            double weight = c.VolumeShare * c.AreaM1 / _chargePerVolume;
            sum += weight * net;
            slope += weight * byPhi;
        }

        return sum;
    }

    /// <summary>The shortest step that reaches the end, by bisection of its length; its state is left in the classes.</summary>
    private (StepFormula Formula, double Phi, double Current) Locate(
        double longest, double applied, double? held, double? cutoff, double startPassed, Func<double, double, double, bool> beyond)
    {
        double low = 0, high = longest;
        for (int i = 0; i < 24 && high - low > 1e-6 * longest; i++)
        {
            double middle = 0.5 * (low + high);
            var trial = StepFormula.Create(middle, _lastDt, _dtBeforeLast, _known);
            double at = Attempt(trial, applied, held, out double then);
            if (double.IsNaN(at) || beyond(at, then, _passed + (then * middle) - startPassed)) high = middle;
            else low = middle;
        }

        var formula = StepFormula.Create(high, _lastDt, _dtBeforeLast, _known);
        double end = Attempt(formula, applied, held, out double last);
        // At the cut-off itself the current is what follows: where the surface runs empty no potential may carry the applied one.
        if (held is null && cutoff is { } v && (applied > 0 ? end <= v : end >= v)) end = Attempt(formula, applied, v, out last);
        return double.IsNaN(end) ? throw Stuck(high) : (formula, end, last);
    }

    private double Error(StepFormula formula, double phi)
    {
        double x = 0, predicted = (formula.Predict0 * _phi) + (formula.Predict1 * _phiPrevious) + (formula.Predict2 * _phiBefore);
        foreach (var c in _classes) x += c.VolumeShare * c.PredictionError(formula);
        return formula.ErrorRatio * Math.Max(Math.Sqrt(x) / _tolerance, Math.Abs(phi - predicted) / (10 * _tolerance));
    }

    private void Accept(StepFormula formula, double phi, double current)
    {
        foreach (var c in _classes) c.Commit();
        (_phiBefore, _phiPrevious, _phi) = (_phiPrevious, _phi, phi);
        (_dtBeforeLast, _lastDt) = (_lastDt, formula.Dt);
        _known = Math.Min(_known + 1, 2);
        _time += formula.Dt;
        _current = current;
        // The charge by the formula of the content, so that the balance closes whatever the current does.
        double passed = -((formula.Alpha1 * _passed) + (formula.Alpha2 * _passedBefore) - (formula.Dt * current)) / formula.Alpha0;
        (_passedBefore, _passed) = (_passed, passed);
        _balance = Math.Max(_balance, Math.Abs(_passed - Side() - (Content() - _material.InitialLithiation)));
        Record();
    }

    private void Record()
    {
        double perGram = _chargePerVolume / (3600 * _material.DensityKgM3);
        _curve.Add(new CyclePoint(
            _time, _current * _chargePerVolume / _area, _phi, Content(), Side() * perGram, Film() * 1e9, Math.Abs(_passed - _halfStart) * perGram));
    }

    private double Content() => _classes.Sum(c => c.VolumeShare * c.Mean);

    private double Film() => _classes.Sum(c => c.VolumeShare * c.AreaM1 * c.FilmM) / _area;

    /// <summary>Side charge so far, share of the capacity.</summary>
    private double Side()
        => _classes.Sum(c => c.VolumeShare * c.AreaM1 * ((c.FilmM / _reaction.FilmPerCharge) + c.SpentCM2)) / _chargePerVolume;

    private ConvergenceException Stuck(double dt) => new(
        $"The single-particle model could not solve the step at {_time:0.###} s down to {dt:g3} s; the potential was {_phi:0.0000} V and the mean lithiation {Content():0.0000}. Try a lower rate.");
}
