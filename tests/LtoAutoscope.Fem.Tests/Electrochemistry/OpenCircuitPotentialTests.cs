using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.Tests.Electrochemistry;

public sealed class OpenCircuitPotentialTests
{
    private static readonly OpenCircuitPotential Potential = new(new Material { Name = "lto" });

    [Fact]
    public void Binodal_OfTheParameterSet_IsTheGivenOne() => Assert.Equal(0.0390747, Potential.Binodal, 1e-7);

    /// <summary>By hand from the formula at RT/F = 25.6926 mV: x = 0.01 → ln(1/99) = −4.59512, Ω·0.98 = 3.40443.</summary>
    [Theory]
    [InlineData(0.5, 1.55)]
    [InlineData(0.25, 1.5525)]
    [InlineData(0.9, 1.546)]
    [InlineData(0.01, 1.58549)]
    [InlineData(0.99, 1.51451)]
    public void At_KnownLithiation_HasTheFormulasValue(double x, double expected) => Assert.Equal(expected, Potential.At(x), 1e-5);

    [Fact]
    public void At_BinodalEnds_IsContinuous()
    {
        foreach (double x in (double[])[Potential.Binodal, 1 - Potential.Binodal])
            Assert.Equal(Potential.At(x - 1e-9), Potential.At(x + 1e-9), 1e-7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-12)]
    [InlineData(1)]
    [InlineData(1.0001)]
    public void At_EmptyOrFull_IsFinite(double x) => Assert.True(double.IsFinite(Potential.At(x)));

    [Fact]
    public void Kinetics_AgreeWithTheTextbookForm()
    {
        var material = new Material { Name = "lto", ExchangeCurrentAM2 = 0.7, ElectrolyteConcentrationMolM3 = 1200 };
        var kinetics = new InsertionKinetics(material);
        double f = Material.FaradayCMol / (Material.GasConstantJMolK * material.TemperatureK);
        foreach (double x in (double[])[1e-5, 0.02, 0.3, 0.7, 0.98, 0.99999])
        {
            foreach (double phi in (double[])[1.3, 1.55, 1.8])
            {
                double i0 = 0.7 * Math.Sqrt(1.2) * 2 * Math.Sqrt(x * (1 - x));
                double expected = 2 * i0 * Math.Sinh(f * (phi - kinetics.Potential.At(x)) / 2);
                var (current, byX, byPhi, byC) = kinetics.At(x, phi, 1200);

                Assert.Equal(1, current / expected, 1e-9);
                double dx = 1e-6 * Math.Min(x, 1 - x), dphi = 1e-6;
                Assert.Equal(1, (kinetics.At(x + dx, phi, 1200).Current - kinetics.At(x - dx, phi, 1200).Current) / (2 * dx * byX), 1e-4);
                Assert.Equal(1, (kinetics.At(x, phi + dphi, 1200).Current - kinetics.At(x, phi - dphi, 1200).Current) / (2 * dphi * byPhi), 1e-6);
                Assert.Equal(1, (kinetics.At(x, phi, 1201).Current - kinetics.At(x, phi, 1199).Current) / (2 * byC), 1e-5);
            }
        }
    }

    [Fact]
    public void SideReaction_ImplicitStep_SolvesItsEquation()
    {
        var side = new SideReaction(new Material { Name = "lto" });
        const double Phi = 1.1, Star = 4e-11, Growth = 3e-9;

        var (s, byPhi) = side.Implicit(Phi, Star, Growth);

        Assert.Equal(1, s / side.At(Phi, Star + (Growth * s)), 1e-12);
        double slope = (side.Implicit(Phi + 1e-6, Star, Growth).Current - side.Implicit(Phi - 1e-6, Star, Growth).Current) / 2e-6;
        Assert.Equal(1, byPhi / slope, 1e-6);
    }

    /// <summary>1 nm of film is 2.01 C/m² at 4.8·10⁻⁵ m³/mol.</summary>
    [Fact]
    public void FilmPerCharge_OneNanometre_IsTwoCoulombs()
        => Assert.Equal(2.01, 1e-9 / new SideReaction(new Material { Name = "lto" }).FilmPerCharge, 0.005);
}
