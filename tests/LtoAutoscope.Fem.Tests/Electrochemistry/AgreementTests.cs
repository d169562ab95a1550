using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.Electrochemistry;

/// <summary>The resolved cell on a box of equal spheres against the porous-electrode half cell of the same spheres.</summary>
public sealed class AgreementTests
{
    private const double RadiusNm = 50;
    private const double ThicknessM = 10e-6;

    [Theory]
    [InlineData(1, false, SolidDiffusion.Fick)]
    [InlineData(5, false, SolidDiffusion.Fick)]
    [InlineData(5, true, SolidDiffusion.Fick)]
    [InlineData(1, false, SolidDiffusion.Darken)]
    public void Run_BoxOfSpheres_AgreesWithThePorousElectrode(double rate, bool side, SolidDiffusion law)
    {
        // Darken's factor is below 0.1 in the plateau: the faster D₀ keeps the lag comparable.
        var material = (side ? new Material { Name = "lto" } : Samples.Inert) with { Diffusion = law, DiffusivityM2S = law == SolidDiffusion.Darken ? 1e-16 : 1e-17 };
        var protocol = Protocol.ConstantCurrent(rate, material.LowerCutoffV, material.UpperCutoffV);
        var (structure, meshes) = ResolvedCellTests.Spheres(RadiusNm, 30);
        double active = meshes.Sum(m => m.VolumeM3) / (structure.BoxVolumeNm3 * 1e-27);
        var box = new ResolvedCell(
            meshes, material, new CycleOptions
            {
                RatePerHour = rate, Protocol = protocol, Surroundings = new CellSurroundings { ElectrodeThicknessM = ThicknessM }, Threads = 2,
            }, structure).Run(null, TestContext.Current.CancellationToken);
        var porous = HalfCellSimulation.Run(new CellCase
        {
            Name = "spheres",
            Positive = new ElectrodeDesign
            {
                ThicknessM = ThicknessM, ActiveVolumeFraction = active, Porosity = 1 - active, Material = material, Classes = [ParticleClass.Sphere(RadiusNm * 1e-9)],
            },
            Protocol = protocol,
            ProfileTimesS = [0.5 * 3600 / rate],
            Solver = new SolverSettings { ElectrodeCells = 10 },
        }, null, TestContext.Current.CancellationToken);

        Assert.Equal(porous.Ce1, box.Cycles[0].Efficiency, 1e-3);
        var profile = porous.Profiles.First(p => Math.Abs(p.TimeS - (0.5 * 3600 / rate)) < 1);
        double surface = profile.SurfaceLithiation.Where(double.IsFinite).Average();
        Assert.Equal(surface, At(box.Curve, profile.TimeS), 1e-3);
    }

    private static double At(IReadOnlyList<CyclePoint> curve, double time)
    {
        int i = 1;
        while (curve[i].TimeS < time) i++;
        double share = (time - curve[i - 1].TimeS) / (curve[i].TimeS - curve[i - 1].TimeS);
        return curve[i - 1].SurfaceLithiation + (share * (curve[i].SurfaceLithiation - curve[i - 1].SurfaceLithiation));
    }
}
