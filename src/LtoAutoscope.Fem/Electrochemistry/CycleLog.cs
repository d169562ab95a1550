using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Keeps what a run is asked for at its end: the curve, the charges of each cycle, the fields of the first.</summary>
internal sealed class CycleLog
{
    private readonly CellState _state;
    private readonly Material _material;
    private readonly List<CyclePoint> _curve = [];
    private readonly List<CycleSummary> _cycles = [];
    private readonly List<StepRecord> _steps = [];
    private double[] _before = [];
    private double[] _turn = [];
    private double[] _after = [];
    private double[] _sideTurn = [];
    private double[] _sideAfter = [];
    private double _sideAtCycle;
    private double _lithiationC;
    private double _delithiationC;
    private bool _turned;
    private List<double[]>? _half;
    private List<double[]>? _atTurn;
    private List<double[]>? _atEnd;

    internal CycleLog(CellState state, Material material)
    {
        _state = state;
        _material = material;
    }

    internal IReadOnlyList<CyclePoint> Curve => _curve;

    private bool IsAnode => _material.Role == MaterialRole.Anode;

    /// <summary>How much of a run each step counts as, for progress.</summary>
    internal double Weight(Protocol protocol, int from, int to)
    {
        double sum = 0;
        for (int i = from; i < to; i++) sum += protocol.Steps[i].Mode == StepMode.Current ? 1 : 0.1;
        return sum;
    }

    internal void Begin() => _before = _state.Contents();

    internal void BeginCycle()
    {
        _sideAtCycle = _state.SideC();
        _lithiationC = _delithiationC = 0;
    }

    internal void BeginStep(ProtocolStep step, double? applied, CellState state)
    {
        double current = applied ?? state.CurrentA;
        // The second half cycle delithiates an anode material and lithiates a cathode material.
        if (_turned || !(IsAnode ? current < 0 : current > 0)) return;
        Turn();
    }

    internal void EndStep(StepRecord record)
    {
        _steps.Add(record);
        if (record.ChargeC > 0) _lithiationC += record.ChargeC;
        else _delithiationC -= record.ChargeC;
    }

    internal void EndCycle(bool keepFields)
    {
        _cycles.Add(new CycleSummary(_cycles.Count + 1, _lithiationC, _delithiationC, _state.SideC() - _sideAtCycle, _state.MeanFilmM(), _material.Convention));
        if (_cycles.Count > 1) return;
        if (!_turned) Turn();
        _after = _state.Contents();
        _sideAfter = _state.SideCharges();
        if (!keepFields) return;
        _atEnd = _state.LithiationFields();
    }

    private void Turn()
    {
        _turned = true;
        _turn = _state.Contents();
        _sideTurn = _state.SideCharges();
        _atTurn = _state.LithiationFields();
    }

    internal void Record(int cycle, int step, double voltage, double chargeC, bool keepFields)
    {
        double perGram = 1 / (3600 * _state.VolumeM3 * _material.DensityKgM3);
        if (keepFields && _half is null && !_turned && chargeC >= 0.5 * _state.CapacityC) _half = _state.LithiationFields();
        var fields = _state.Fields;
        var spread = fields?.Spread ?? default;
        _curve.Add(new CyclePoint(
            _state.TimeS, _state.CurrentA / _state.AreaM2, voltage, _state.ContentM3() / _state.VolumeM3, _state.SideC() * perGram,
            _state.MeanFilmM() * 1e9, chargeC * perGram)
        {
            Cycle = cycle,
            Step = step,
            SurfaceLithiation = _state.MeanSurfaceLithiation(),
            FaceConcentrationMolM3 = fields?.FaceConcentration ?? _material.ElectrolyteConcentrationMolM3,
            ConcentrationSpreadMolM3 = spread.Salt,
            ElectrolyteDropV = spread.Electrolyte,
            SolidDropV = spread.Solid,
        });
    }

    internal CycleOutcome Outcome(bool keepFields, StepSolver solver, CellFields? fields)
    {
        double charge = _state.CapacityC / _state.VolumeM3, sideTurn = _sideTurn.Sum(), sideAfter = _sideAfter.Sum();
        var first = _cycles[0];
        return new CycleOutcome
        {
            LithiationC = first.LithiationC,
            DelithiationC = first.DelithiationC,
            SideLithiationC = IsAnode ? sideTurn : sideAfter - sideTurn,
            SideDelithiationC = IsAnode ? sideAfter - sideTurn : sideTurn,
            TrappedC = (_after.Sum() - _before.Sum()) * charge,
            CapacityC = _state.CapacityC,
            MassKg = _state.VolumeM3 * _material.DensityKgM3,
            BalanceError = Math.Max(_state.BalanceError, fields?.BalanceError ?? 0),
            CoupledResidual = solver.CoupledResidual,
            LithiationEnd = EndOf(charge => charge > 0),
            DelithiationEnd = EndOf(charge => charge < 0),
            Curve = _curve,
            Cycles = _cycles,
            Steps = _steps,
            FilmM = first.FilmM,
            NewtonIterations = solver.Iterations,
            LinearIterations = _state.Particles.Sum(p => p.LinearIterations),
            FieldCycles = fields?.Cycles ?? 0,
            HalfLithiated = keepFields ? _half ?? _atTurn : null,
            Lithiated = keepFields ? (IsAnode ? _atTurn : _atEnd) : null,
            Delithiated = keepFields ? (IsAnode ? _atEnd : _atTurn) : null,
            Convention = _material.Convention,
            ParticleCharges =
            [
                .. _before.Select((before, i) =>
                {
                    double first = ((_turn[i] - before) * charge) + _sideTurn[i], second = ((_turn[i] - _after[i]) * charge) - (_sideAfter[i] - _sideTurn[i]);
                    return IsAnode ? (first, second) : (-second, -first);
                }),
            ],
        };
    }

    /// <summary>How the first cycle's last step of a sign ended; a step that was met before it began counts as its cut-off.</summary>
    private HalfCycleEnd EndOf(Func<double, bool> sign)
    {
        var found = _steps.Where(s => s.Cycle == 1 && sign(s.ChargeC)).Select(s => (StepEnd?)s.End).LastOrDefault();
        return found is StepEnd.Time or StepEnd.Capacity ? HalfCycleEnd.TimeCap : HalfCycleEnd.Cutoff;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_curve.Count);
        foreach (var p in _curve)
        {
            foreach (double v in (double[])[p.TimeS, p.CurrentAM2, p.VoltageV, p.Lithiation, p.SideChargeMAhG, p.FilmThicknessNm, p.ChargeMAhG, p.FaceConcentrationMolM3, p.ConcentrationSpreadMolM3, p.ElectrolyteDropV, p.SolidDropV, p.SurfaceLithiation])
                writer.Write(v);
            writer.Write(p.Cycle);
            writer.Write(p.Step);
        }

        writer.Write(_cycles.Count);
        foreach (var c in _cycles)
        {
            foreach (double v in (double[])[c.LithiationC, c.DelithiationC, c.SideC, c.FilmM]) writer.Write(v);
        }

        writer.Write(_steps.Count);
        foreach (var s in _steps)
        {
            foreach (int v in (int[])[s.Cycle, s.Step, (int)s.End]) writer.Write(v);
            writer.Write(s.DurationS);
            writer.Write(s.ChargeC);
        }

        foreach (double v in (double[])[_sideAtCycle, _lithiationC, _delithiationC]) writer.Write(v);
        writer.Write(_turned);
        foreach (double[] array in (double[][])[_before, _turn, _after, _sideTurn, _sideAfter]) StateFile.Write(writer, array);
        foreach (var fields in (List<double[]>?[])[_half, _atTurn, _atEnd])
        {
            writer.Write(fields?.Count ?? -1);
            if (fields is null) continue;
            foreach (double[] field in fields) StateFile.Write(writer, field);
        }
    }

    internal void Load(BinaryReader reader)
    {
        _curve.Clear();
        _cycles.Clear();
        _steps.Clear();
        for (int i = reader.ReadInt32(); i > 0; i--)
        {
            double[] v = Doubles(12);
            _curve.Add(new CyclePoint(v[0], v[1], v[2], v[3], v[4], v[5], v[6])
            {
                FaceConcentrationMolM3 = v[7], ConcentrationSpreadMolM3 = v[8], ElectrolyteDropV = v[9], SolidDropV = v[10], SurfaceLithiation = v[11],
                Cycle = reader.ReadInt32(), Step = reader.ReadInt32(),
            });
        }

        for (int i = reader.ReadInt32(); i > 0; i--)
        {
            double[] v = Doubles(4);
            _cycles.Add(new CycleSummary(_cycles.Count + 1, v[0], v[1], v[2], v[3], _material.Convention));
        }

        for (int i = reader.ReadInt32(); i > 0; i--)
            _steps.Add(new StepRecord(reader.ReadInt32(), reader.ReadInt32(), (StepEnd)reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble()));
        (_sideAtCycle, _lithiationC, _delithiationC) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        _turned = reader.ReadBoolean();
        _before = StateFile.Read(reader);
        _turn = StateFile.Read(reader);
        _after = StateFile.Read(reader);
        _sideTurn = StateFile.Read(reader);
        _sideAfter = StateFile.Read(reader);
        _half = Fields();
        _atTurn = Fields();
        _atEnd = Fields();

        double[] Doubles(int count)
        {
            var values = new double[count];
            for (int i = 0; i < count; i++) values[i] = reader.ReadDouble();
            return values;
        }

        List<double[]>? Fields()
        {
            int count = reader.ReadInt32();
            if (count < 0) return null;
            var fields = new List<double[]>(count);
            for (int i = 0; i < count; i++) fields.Add(StateFile.Read(reader));
            return fields;
        }
    }
}
