using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>Keeps what a run gives: curve, steps, cycles, profiles.</summary>
internal sealed class SimulationRecorder
{
    private readonly CellCase _case;
    private readonly CellIntegrator _integrator;
    private readonly List<CellPoint> _curve = [];
    private readonly List<StepOutcome> _steps = [];
    private readonly List<CycleSummary> _cycles = [];
    private readonly List<CellProfile> _profiles = [];
    private readonly double _perGram;
    private readonly double[] _places;
    private int _cycle;
    private int _step;
    private StepMode _mode;
    private double _startS;
    private double _startCharge;
    private double _resistance;
    private double _discharge;
    private double _charge;
    private double _sideAtStart;
    private double? _cycleResistance;
    private LossBreakdown? _loss;

    internal SimulationRecorder(CellCase cell, CellIntegrator integrator)
    {
        _case = cell;
        _integrator = integrator;
        _perGram = 1 / (3600 * cell.Positive.MassKgM2);
        _places = integrator.Cell.Places();
    }

    internal void BeginCycle(int cycle)
    {
        (_cycle, _discharge, _charge, _cycleResistance) = (cycle, 0, 0, null);
        _sideAtStart = SideCharge();
    }

    internal void BeginStep(int step, StepMode mode)
    {
        (_step, _mode, _startS, _startCharge, _resistance) = (step, mode, _integrator.TimeS, _integrator.ChargeCM2, double.NaN);
        if (_curve.Count == 0) Point();
    }

    internal void Jump(double voltageBefore, double currentBefore)
    {
        double rise = _integrator.CurrentAM2 - currentBefore;
        if (Math.Abs(rise) < 1e-9 * _case.CurrentOfOneRate) return;
        _resistance = (voltageBefore - _integrator.VoltageV) / rise;
        if (_mode == StepMode.Current) _cycleResistance ??= _resistance;
    }

    internal void Point()
    {
        double low = double.PositiveInfinity, high = 0;
        foreach (double c in _integrator.Cell.Concentration) (low, high) = (Math.Min(low, c), Math.Max(high, c));
        var cell = _integrator.Cell;
        _curve.Add(new CellPoint(
            _integrator.TimeS, _integrator.CurrentAM2, _integrator.VoltageV, cell.Positive.Lithiation(), cell.Negative?.Lithiation() ?? double.NaN,
            _integrator.ChargeCM2, SideCharge(), (cell.Negative ?? cell.Positive).MeanFilm(), low, high, _cycle, _step));
    }

    internal void EndStep(StepEnd? end)
    {
        double charge = _integrator.ChargeCM2 - _startCharge;
        if (charge > 0) _discharge += charge;
        else _charge -= charge;
        _steps.Add(new StepOutcome
        {
            Cycle = _cycle, Step = _step, Mode = _mode, StartS = _startS, EndS = _integrator.TimeS, ChargeCM2 = charge, VoltageV = _integrator.VoltageV,
            CurrentAM2 = _integrator.CurrentAM2, Lithiation = _integrator.Cell.Positive.Lithiation(), End = end, ResistanceOhmM2 = _resistance,
        });
        if (_cycle == 1) Profile();
    }

    internal void EndCycle()
    {
        var cell = _integrator.Cell;
        double side = SideCharge();
        bool both = _discharge > 0 && _charge > 0;
        _cycles.Add(new CycleSummary
        {
            Cycle = _cycle,
            LithiationMAhG = _discharge * _perGram,
            DelithiationMAhG = _charge * _perGram,
            CoulombicEfficiency = !both ? null : _case.Kind == CellKind.Half ? _case.Positive.Material.Convention.Of(_discharge, _charge) : _discharge / _charge,
            SideMAhG = (side - _sideAtStart) * _perGram,
            FilmNm = (cell.Negative ?? cell.Positive).MeanFilm() * 1e9,
            ResistanceOhmM2 = _cycleResistance,
        });
        var convention = _case.Kind == CellKind.Half ? _case.Positive.Material.Convention : EfficiencyConvention.DelithiationOverLithiation;
        _loss ??= LossBreakdown.Of(convention, SideOf(cell.Positive) * _perGram, (cell.Positive.Content() - cell.Positive.ContentAtStart) * _perGram);
    }

    internal void Profile()
    {
        var cell = _integrator.Cell;
        if (_profiles.Count > 0 && _profiles[^1].TimeS == _integrator.TimeS) return;
        int n = cell.Cells;
        var profile = new CellProfile
        {
            TimeS = _integrator.TimeS, PlaceM = _places, SaltMolM3 = cell.Concentration.ToArray(), ElectrolyteV = cell.ElectrolytePotential.ToArray(),
            SolidV = Empty(n), Lithiation = Empty(n), SurfaceLithiation = Empty(n), FilmM = Empty(n),
        };
        foreach (var electrode in cell.Electrodes)
        {
            double volume = electrode.Fractions.Sum(), area = electrode.Areas.Sum();
            for (int place = 0; place < electrode.Cells; place++)
            {
                int i = electrode.FirstCell + place;
                profile.SolidV[i] = cell.SolidPotential[i];
                double mean = 0, surface = 0, film = 0;
                for (int c = 0; c < electrode.Classes.Length; c++)
                {
                    mean += electrode.Fractions[c] / volume * electrode.Classes[c].Mean(place);
                    surface += electrode.Fractions[c] / volume * electrode.Classes[c].Surface(place);
                    film += electrode.Areas[c] / area * electrode.Classes[c].Film(place);
                }

                (profile.Lithiation[i], profile.SurfaceLithiation[i], profile.FilmM[i]) = (mean, surface, film);
            }
        }

        _profiles.Add(profile);
    }

    internal HalfCellResult Finish(FailureReason? failure, string reason)
    {
        Profile();
        return new HalfCellResult
        {
            Case = _case, Curve = _curve, Steps = _steps, Cycles = _cycles, Profiles = _profiles, Loss = _loss!, BalanceError = _integrator.BalanceError,
            Failure = failure, Reason = reason, TimeSteps = _integrator.Steps, NewtonIterations = _integrator.Cell.NewtonIterations,
        };
    }

    private double SideCharge()
    {
        double sum = 0;
        foreach (var electrode in _integrator.Cell.Electrodes) sum += SideOf(electrode);
        return sum;
    }

    private static double SideOf(ElectrodeState electrode)
    {
        var (film, surface) = electrode.SideCharge();
        return film + surface;
    }

    private static double[] Empty(int n)
    {
        var values = new double[n];
        Array.Fill(values, double.NaN);
        return values;
    }
}
