using LtoAutoscope.Domain;
using LtoAutoscope.Fem.PhaseField;

namespace LtoAutoscope.Fem.Tests.PhaseField;

/// <summary>Phase separation in one particle: limits that are known, and the plateau that it is for.</summary>
public sealed class PhaseFieldParticleTests
{
    private static readonly PhaseFieldParameters Lto = new() { RadiusM = 20e-9 };

    /// <summary>Without interaction and gradient penalty the model is Fick's law; a sphere under constant flux has Carslaw and Jaeger's profile.</summary>
    [Fact]
    public void Run_IdealSolution_IsFicksLaw()
    {
        var p = new PhaseFieldParameters { RadiusM = 100e-9, Omega = 0, GradientPenaltyJM = 0, DiffusivityM2S = 1e-17, ShellM = 1e-9, RatePerHour = 0.36, InitialFilling = 0.1 };
        PhaseFieldOutcome outcome = new PhaseFieldParticle(p).Run();

        // In the steady regime c(R) − c(0) = qR/2D with q = rate·R/3.
        (PhaseFieldPoint _, double[] filling) = outcome.Profiles.First(f => f.At.Filling is > 0.4 and < 0.6);
        double rate = p.RatePerHour / 3600, slope = rate / (6 * p.DiffusivityM2S);
        for (int i = 0; i < filling.Length; i += 10)
            Assert.Equal(slope * (Math.Pow(outcome.RadiiM[i], 2) - Math.Pow(outcome.RadiiM[0], 2)), filling[i] - filling[0], 2e-4);
    }

    [Fact]
    public void Run_Lto_SeparatesIntoThePhasesOfTheBinodal()
    {
        PhaseFieldOutcome outcome = new PhaseFieldParticle(Lto).Run();

        (PhaseFieldPoint _, double[] filling) = outcome.Profiles.First(f => f.At.Filling is > 0.35 and < 0.65);
        // The front is curved, which shifts both sides a little (Gibbs and Thomson).
        Assert.Equal(0.0391, filling.Min(), 0.01);
        Assert.Equal(0.9609, filling.Max(), 0.02);
        Assert.True(outcome.BalanceError < 1e-8, $"{outcome.BalanceError}");
        Assert.InRange(outcome.Ce1, 0.97, 1.0011);
    }

    [Fact]
    public void Run_Lto_HasAPlateauAndAnOvershootBeforeIt()
    {
        PhaseFieldOutcome outcome = new PhaseFieldParticle(Lto).Run();
        var (lithiation, delithiation) = Halves(outcome);

        double plateau = Median(lithiation.Where(p => p.Filling is > 0.3 and < 0.7));
        Assert.InRange(plateau, 1.545, 1.555);
        Assert.InRange(plateau - lithiation.Where(p => p.Filling < 0.25).Min(p => p.VoltageV), 0.01, 0.03);
        Assert.InRange(delithiation.Where(p => p.Filling is > 0.75 and < 0.95).Max(p => p.VoltageV) - plateau, 0.01, 0.03);
    }

    /// <summary>No cycle gives energy: what returns does so at a higher mean potential.</summary>
    [Theory]
    [InlineData(20e-9)]
    [InlineData(60e-9)]
    public void Run_Lto_LosesEnergyInTheCycle(double radius)
    {
        var (lithiation, delithiation) = Halves(new PhaseFieldParticle(Lto with { RadiusM = radius }).Run());

        Assert.InRange(Mean(delithiation) - Mean(lithiation), 1e-4, 0.05);
    }

    [Fact]
    public void Run_HalfTheShell_ChangesLittle()
    {
        var (coarse, _) = Halves(new PhaseFieldParticle(Lto).Run());
        var (fine, _) = Halves(new PhaseFieldParticle(Lto with { ShellM = 0.2e-9 }).Run());

        Assert.Equal(Mean(coarse), Mean(fine), 3e-4);
    }

    [Fact]
    public void InterfaceWidth_OfLto_IsThreeQuartersOfANanometre() => Assert.Equal(0.73e-9, Lto.InterfaceWidthM, 0.01e-9);

    [Theory]
    [InlineData(1e-9, 0.2, "radius")]
    [InlineData(1e-8, 0.0, "rate")]
    public void Create_OutOfRange_SaysSo(double radius, double rate, string where)
        => Assert.Equal(where, Assert.Throws<InputException>(() => new PhaseFieldParticle(Lto with { RadiusM = radius, RatePerHour = rate })).Where);

    private static (PhaseFieldPoint[] Lithiation, PhaseFieldPoint[] Delithiation) Halves(PhaseFieldOutcome outcome)
    {
        PhaseFieldPoint[] all = [.. outcome.Curve];
        int turn = Array.FindIndex(all, p => p.Filling >= outcome.Lithiated);
        return (all[..(turn + 1)], all[turn..]);
    }

    private static double Mean(PhaseFieldPoint[] half)
        => half.Zip(half.Skip(1), (a, b) => 0.5 * (a.VoltageV + b.VoltageV) * (b.Filling - a.Filling)).Sum() / (half[^1].Filling - half[0].Filling);

    private static double Median(IEnumerable<PhaseFieldPoint> points)
    {
        double[] sorted = [.. points.Select(p => p.VoltageV).Order()];
        return sorted[sorted.Length / 2];
    }
}
