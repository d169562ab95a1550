namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>The accepted state of a resolved cell and its short history.</summary>
internal sealed class CellState
{
    private readonly double _filmPerCharge;
    private readonly double _contentAtStart;
    private readonly double _chargePerVolume;
    private double _passedPrevious;

    internal CellState(ParticleState[] particles, CellFields? fields, double chargePerVolume, double filmPerCharge)
    {
        Particles = particles;
        Fields = fields;
        _chargePerVolume = chargePerVolume;
        _filmPerCharge = filmPerCharge;
        AreaM2 = particles.Sum(p => p.Mesh.RealAreaM2);
        VolumeM3 = particles.Sum(p => p.Mesh.VolumeM3);
        CapacityC = VolumeM3 * chargePerVolume;
        _contentAtStart = ContentM3();
    }

    internal ParticleState[] Particles { get; }

    internal CellFields? Fields { get; }

    internal double AreaM2 { get; }

    internal double VolumeM3 { get; }

    internal double CapacityC { get; }

    internal double TimeS { get; private set; }

    /// <summary>Potential of the solid at the collector against Li/Li⁺ in the electrolyte at the face of the box, V.</summary>
    internal double Phi { get; private set; }

    internal double PhiPrevious { get; private set; }

    internal double PhiBeforeThat { get; private set; }

    internal double LastDt { get; private set; }

    internal double DtBeforeLast { get; private set; }

    internal int Known { get; private set; }

    internal double CurrentA { get; private set; }

    /// <summary>External charge so far, lithiation positive, C.</summary>
    internal double PassedC { get; private set; }

    internal double BalanceError { get; private set; }

    internal StepFormula Formula(double dt) => StepFormula.Create(dt, LastDt, DtBeforeLast, Known);

    internal double Predict(StepFormula formula) => (formula.Predict0 * Phi) + (formula.Predict1 * PhiPrevious) + (formula.Predict2 * PhiBeforeThat);

    /// <summary>Begins a new step of the protocol: no history, a potential of its own.</summary>
    internal void Restart(double phi, double current)
    {
        foreach (var particle in Particles) particle.Restart();
        Fields?.Restart();
        Known = 0;
        Phi = PhiPrevious = PhiBeforeThat = phi;
        CurrentA = current;
        _passedPrevious = PassedC;
    }

    /// <summary>Takes the step that was solved last.</summary>
    internal void Accept(StepFormula formula, StepAttempt attempt)
    {
        foreach (var particle in Particles) particle.Commit();
        Fields?.Commit();
        (PhiBeforeThat, PhiPrevious, Phi) = (PhiPrevious, Phi, attempt.Phi);
        (DtBeforeLast, LastDt) = (LastDt, formula.Dt);
        CurrentA = attempt.CurrentA;
        Known = Math.Min(Known + 1, 2);
        TimeS += formula.Dt;
        // The same differences as for lithium, so that what passed and what is inside compare to the last digit.
        (PassedC, _passedPrevious) = (((formula.Dt * attempt.CurrentA) - (formula.Alpha1 * PassedC) - (formula.Alpha2 * _passedPrevious)) / formula.Alpha0, PassedC);
        BalanceError = Math.Max(BalanceError, ImbalanceC() / CapacityC);
    }

    /// <summary>Compares what passed with what is inside, relative to a charge.</summary>
    internal void CheckAgainst(double chargeC)
    {
        if (chargeC > 1e-6 * CapacityC) BalanceError = Math.Max(BalanceError, ImbalanceC() / chargeC);
    }

    internal double ContentM3() => Particles.Sum(p => p.Content());

    internal double[] Contents() => [.. Particles.Select(p => p.Content())];

    internal double SideC() => Particles.Sum(p => p.SideCharge(_filmPerCharge));

    internal double[] SideCharges() => [.. Particles.Select(p => p.SideCharge(_filmPerCharge))];

    /// <summary>Mean film thickness over the real area, m.</summary>
    internal double MeanFilmM() => Particles.Sum(p => p.FilmVolume()) / AreaM2;

    /// <summary>Lithiation of the surface, mean over the real area.</summary>
    internal double MeanSurfaceLithiation() => Particles.Sum(p => p.SurfaceLithiation()) / AreaM2;

    internal List<double[]> LithiationFields() => [.. Particles.Select(p => p.AcceptedField())];

    internal void Save(BinaryWriter writer)
    {
        foreach (double value in (double[])[TimeS, Phi, PhiPrevious, PhiBeforeThat, LastDt, DtBeforeLast, CurrentA, PassedC, _passedPrevious, BalanceError])
            writer.Write(value);
        writer.Write(Known);
        foreach (double[] array in Arrays()) StateFile.Write(writer, array);
        Fields?.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        TimeS = reader.ReadDouble();
        Phi = reader.ReadDouble();
        PhiPrevious = reader.ReadDouble();
        PhiBeforeThat = reader.ReadDouble();
        LastDt = reader.ReadDouble();
        DtBeforeLast = reader.ReadDouble();
        CurrentA = reader.ReadDouble();
        PassedC = reader.ReadDouble();
        _passedPrevious = reader.ReadDouble();
        BalanceError = reader.ReadDouble();
        Known = reader.ReadInt32();
        foreach (double[] array in Arrays()) StateFile.Read(reader, array);
        Fields?.Load(reader);
    }

    private IEnumerable<double[]> Arrays() => Particles.SelectMany(p => p.StateArrays());

    private double ImbalanceC() => Math.Abs(PassedC - SideC() - ((ContentM3() - _contentAtStart) * _chargePerVolume));
}
