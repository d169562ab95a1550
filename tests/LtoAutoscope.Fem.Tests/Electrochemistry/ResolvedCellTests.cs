using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.Electrochemistry;

public sealed class ResolvedCellTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    [Fact]
    public void Run_Box_CarriesTheCurrentThroughBothEndsWithMicrovolts()
    {
        var outcome = Run(Spheres(40, 16), Lto, new CycleOptions { RatePerHour = 0.2 });

        Assert.True(outcome.BalanceError < 1e-6, $"{outcome.BalanceError}");
        Assert.True(outcome.CoupledResidual < 2e-4, $"{outcome.CoupledResidual}");
        double drop = outcome.Curve.Max(p => p.ElectrolyteDropV);
        Assert.InRange(drop, 1e-9, 1e-5);
        Assert.InRange(outcome.Curve.Max(p => p.ConcentrationSpreadMolM3), 1e-6, 1);
    }

    /// <summary>Without drops worth the name, a box is its particles with one potential.</summary>
    [Fact]
    public void Run_Box_AgreesWithTheSharedPotential()
    {
        var (structure, meshes) = Spheres(40, 16);
        var options = new CycleOptions { RatePerHour = 0.5 };

        double box = Run((structure, meshes), Lto, options).Ce1, shared = new ResolvedCell(meshes, Lto, options).Run().Ce1;

        Assert.Equal(shared, box, 1e-5);
    }

    /// <summary>The drop over a column of pore that reacts evenly: I·L/(2κ·A) and less, for the reaction is at the pore's walls.</summary>
    [Fact]
    public void Run_TenTimesTheRate_HasTenTimesTheDrop()
    {
        var cell = Spheres(40, 16);
        double slow = Middle(Run(cell, Samples.Inert, new CycleOptions { RatePerHour = 0.2 })), fast = Middle(Run(cell, Samples.Inert, new CycleOptions { RatePerHour = 2 }));

        Assert.Equal(10, fast / slow, 0.5);

        static double Middle(CycleOutcome outcome) => outcome.Curve.First(p => p.Lithiation > 0.3).ElectrolyteDropV;
    }

    /// <summary>Two particles that touch, one loaded: diffusion alone, (40 nm)²/D = 0.16 s, would have evened them out had they shared a node.</summary>
    [Fact]
    public void Run_TouchingParticles_LithiumDoesNotPassTheContact()
    {
        var (structure, meshes) = Pair();
        var material = Samples.Inert with { DiffusivityM2S = 1e-14, ExchangeCurrentAM2 = 1e-12 };
        var rest = new Protocol([new ProtocolStep { Mode = StepMode.Rest, UntilTimeS = 3600 }]);

        var outcome = Run((structure, meshes), material, new CycleOptions { Protocol = rest, KeepFields = true, InitialLithiation = [0.6, 0.01] });

        Assert.All(meshes, mesh => Assert.True(mesh.ClosedFraction > 0));
        double[] means = [.. outcome.Delithiated!.Zip(meshes, (field, mesh) => field.Zip(mesh.MassM3, (x, m) => x * m).Sum() / mesh.VolumeM3)];
        Assert.Equal(0.6, means[0], 1e-7);
        Assert.Equal(0.01, means[1], 1e-7);
    }

    /// <summary>A badly conducting solid: what is far from the collector lags, its potential and its film differ, and the coupling still converges.</summary>
    [Fact]
    public void Run_InsulatingSolid_SpreadsPotentialAndFilm()
    {
        var (structure, meshes) = Spheres(40, 12);
        var material = Lto with { SolidConductivitySM = 1e-7, SideRateMS = 1e-14 };
        var sink = new Sink();
        var outcome = new ResolvedCell(
            meshes, material, new CycleOptions { RatePerHour = 5, LinkConductivitySM = 1e-6, Snapshots = sink }, structure).Run();

        Assert.True(outcome.Curve.Max(p => p.SolidDropV) > 0.01, $"{outcome.Curve.Max(p => p.SolidDropV)}");
        Assert.True(outcome.BalanceError < 1e-6, $"{outcome.BalanceError}");
        float[] film = sink.Taken[^1].Fields.First(f => f.Name == "film").Values;
        Assert.True(film.Where(float.IsFinite).Max() > 1.02 * film.Where(float.IsFinite).Min());
    }

    [Fact]
    public void Run_Snapshots_ComeInOrderWithAllFields()
    {
        var sink = new Sink();
        Run(Spheres(40, 12), Lto, new CycleOptions { RatePerHour = 1, Snapshots = sink, SnapshotsAStep = 5 });

        Assert.InRange(sink.Taken.Count, 9, 13);
        Assert.Equal(Enumerable.Range(0, sink.Taken.Count), sink.Taken.Select(s => s.Index));
        Assert.Equal(sink.Taken.Select(s => s.TimeS).Order(), sink.Taken.Select(s => s.TimeS));
        Assert.All(sink.Taken, s => Assert.Equal(["lithiation", "film", "salt_deviation", "electrolyte_potential", "solid_potential"], s.Fields.Select(f => f.Name)));
        Assert.All(sink.Taken.SelectMany(s => s.Fields), f => Assert.Equal(12 * 12 * 12, f.Values.Length));
    }

    [Fact]
    public void Run_HoldAndRest_EndWhereTheProtocolSays()
    {
        var protocol = Protocol.ConstantCurrent(1, Lto.LowerCutoffV, Lto.UpperCutoffV, restS: 600, holdRatePerHour: 0.1);
        var outcome = Run(Spheres(40, 12), Lto, new CycleOptions { RatePerHour = 1, Protocol = protocol, Surroundings = new CellSurroundings { ElectrodeThicknessM = 50e-6 } });

        Assert.Equal([StepEnd.Time, StepEnd.Voltage, StepEnd.Current, StepEnd.Time, StepEnd.Voltage, StepEnd.Current], outcome.Steps.Select(s => s.End));
        Assert.Equal(600, outcome.Steps[0].DurationS, 1e-6);
        var hold = outcome.Curve.Where(p => p.Step == 3).ToArray();
        Assert.All(hold, p => Assert.Equal(Lto.LowerCutoffV, p.VoltageV, 1e-7));
        double tenth = 0.1 * outcome.CapacityC / 3600, area = outcome.Curve.First(p => p.Step == 2).CurrentAM2 / (outcome.CapacityC / 3600);
        Assert.Equal(1, hold[^1].CurrentAM2 / area / tenth, 1e-5);
        Assert.Equal(Lto.UpperCutoffV, outcome.Curve.Last(p => p.Step == 5).VoltageV, 1e-6);
        Assert.True(outcome.BalanceError < 1e-6);
    }

    [Fact]
    public void Run_CutOff_IsMetExactly()
    {
        var outcome = Run(Spheres(60, 12), Lto, new CycleOptions { RatePerHour = 1 });

        Assert.Equal(Lto.LowerCutoffV, outcome.Curve.Last(p => p.Step == 1).VoltageV, 1e-6);
        Assert.Equal(Lto.UpperCutoffV, outcome.Curve[^1].VoltageV, 1e-6);
    }

    [Fact]
    public void Run_ThreeCycles_GrowAFilmThatSlows()
    {
        var protocol = Protocol.ConstantCurrent(1, Lto.LowerCutoffV, Lto.UpperCutoffV, cycles: 3);
        var outcome = Run(Spheres(40, 12), Lto, new CycleOptions { RatePerHour = 1, Protocol = protocol });

        Assert.Equal([1, 2, 3], outcome.Cycles.Select(c => c.Number));
        Assert.True(outcome.Cycles[0].SideC > outcome.Cycles[1].SideC && outcome.Cycles[1].SideC > outcome.Cycles[2].SideC);
        Assert.True(outcome.Cycles[2].Efficiency > outcome.Cycles[0].Efficiency);
    }

    [Fact]
    public void Run_MoreCurrentThanSaltCanCarry_NamesDepletion()
    {
        var failure = Assert.Throws<ConvergenceException>(() => Run(
            Spheres(40, 12), Lto, new CycleOptions { RatePerHour = 50, Surroundings = new CellSurroundings { ElectrodeThicknessM = 200e-6 } }));

        Assert.Equal(FailureReason.SaltDepleted, failure.Reason);
    }

    [Fact]
    public void Run_StepWithoutEnd_IsAnInputError()
        => Assert.Throws<InputException>(() => Run(
            Spheres(40, 12), Lto, new CycleOptions { Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Current, RatePerHour = 1 }]) }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_KilledAndContinued_GivesTheAnswerOfTheUndisturbedRun(bool cancelled)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var cell = Spheres(40, 12);
        var options = new CycleOptions { RatePerHour = 1, KeepFields = true };
        var whole = Run(cell, Lto, options);
        try
        {
            var checkpoint = new CheckpointOptions(path, "inputs") { EverySteps = 7 };
            using var source = new CancellationTokenSource();
            // A kill leaves the last state behind; a cancelled run saves another.
            void Stop(double share, double voltage)
            {
                if (share < 0.7) return;
                if (cancelled) source.Cancel();
                else throw new InvalidTimeZoneException();
            }

            var interrupted = new ResolvedCell(cell.Meshes, Lto, options with { Checkpoint = checkpoint }, cell.Structure);
            Assert.ThrowsAny<Exception>(() => interrupted.Run(Stop, source.Token));
            var continued = Run(cell, Lto, options with { Checkpoint = checkpoint with { Resume = true } });

            Assert.Equal(whole.Ce1, continued.Ce1, 1e-9);
            Assert.Equal(whole.Curve.Count, continued.Curve.Count);
            Assert.Equal(whole.Curve[^1].TimeS, continued.Curve[^1].TimeS, 1e-3);
            Assert.Equal(whole.HalfLithiated![0][30], continued.HalfLithiated![0][30]);
            Assert.Throws<InputException>(() => Run(cell, Lto, options with { Checkpoint = checkpoint with { Resume = true, InputHash = "others" } }));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    public void InterfaceBatch_AnyState_IsTheScalarForm(double surfaceCharge)
    {
        var material = Lto with { FilmSaturationNm = 0.5, SurfaceChargeCM2 = surfaceCharge, SideRateMS = 1e-13 };
        var reaction = new InterfaceReaction(material);
        var random = new SeededRandom(7);
        var surface = new SurfaceArrays(103);
        for (int s = 0; s < 103; s++)
        {
            surface.Lithiation[s] = s < 5 ? (s - 2) * 1e-9 : random.Next();
            surface.Offset[s] = 0.01 * (random.Next() - 0.5);
            surface.Concentration[s] = 800 + (400 * random.Next());
            surface.FilmStar[s] = 6e-10 * random.Next();
            surface.SpentStar[s] = 0.5 * random.Next();
        }

        foreach (double phi in (double[])[1.2, 1.55, 1.9])
        {
            reaction.CreateBatch()!.Evaluate(surface, phi, 40);
            for (int s = 0; s < 103; s++)
            {
                var one = reaction.Implicit(
                    new InterfaceHistory(surface.FilmStar[s], surface.SpentStar[s], 40), surface.Lithiation[s], phi + surface.Offset[s], surface.Concentration[s]);
                Close(one.Insertion.Current, surface.Insertion[s]);
                Close(one.Insertion.ByLithiation, surface.ByLithiation[s]);
                Close(one.Insertion.ByPotential, surface.ByPotential[s]);
                Close(one.Side, surface.Side[s]);
                Close(one.SideByPotential, surface.SideByPotential[s]);
                Close(one.FilmM, surface.FilmNew[s]);
                Close(one.SpentCM2, surface.SpentNew[s]);
            }
        }

        static void Close(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected) + 1e-16, $"{expected} {actual}");
    }

    /// <summary>Eight equal spheres on a simple-cubic lattice at a solid fraction of about 0.3.</summary>
    internal static (VoxelMicrostructure Structure, IReadOnlyList<ParticleMesh> Meshes) Spheres(double radiusNm, int grid)
    {
        double cell = 2.4 * radiusNm, box = 2 * cell;
        Ellipsoid[] spheres =
        [
            .. Enumerable.Range(0, 8).Select(i => new Ellipsoid(radiusNm, radiusNm)
            {
                Centre = new Vector3(((i & 1) + 0.5) * cell, (((i >> 1) & 1) + 0.5) * cell, ((i >> 2) + 0.5) * cell),
            }),
        ];
        var structure = Voxeliser.Voxelise(spheres, box, grid);
        return (structure, [.. Enumerable.Range(0, 8).Select(i => ParticleMesh.Create(structure, i))]);
    }

    private static (VoxelMicrostructure Structure, IReadOnlyList<ParticleMesh> Meshes) Pair()
    {
        Ellipsoid[] pair = [new(40, 40) { Centre = new Vector3(60, 100, 100) }, new(40, 40) { Centre = new Vector3(140, 100, 100) }];
        var structure = Voxeliser.Voxelise(pair, 200, 20);
        return (structure, [ParticleMesh.Create(structure, 0), ParticleMesh.Create(structure, 1)]);
    }

    private static CycleOutcome Run((VoxelMicrostructure Structure, IReadOnlyList<ParticleMesh> Meshes) cell, Material material, CycleOptions options)
        => new ResolvedCell(cell.Meshes, material, options, cell.Structure).Run(null, TestContext.Current.CancellationToken);

    private sealed class Sink : ISnapshotSink
    {
        internal List<CellSnapshot> Taken { get; } = [];

        public void Accept(CellSnapshot snapshot) => Taken.Add(snapshot);
    }
}
