using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.Tests.Electrochemistry;

/// <summary>Insertion, film and surface charge behind the film's drop.</summary>
public sealed class InterfaceReactionTests
{
    private static readonly Material Everything = new()
    {
        Name = "lto", FilmResistivityOhmM = 2e6, FilmSaturationNm = 0.5, SurfaceChargeCM2 = 0.4, SideRateMS = 1e-13,
    };

    private static readonly InterfaceHistory History = new(1e-10, 0.1, 30);

    [Theory]
    [InlineData(0.4, 1.3, 1000)]
    [InlineData(0.01, 1.45, 700)]
    [InlineData(0.98, 1.75, 1500)]
    public void Implicit_Derivatives_AreThoseOfDifferences(double x, double phi, double c)
    {
        var reaction = new InterfaceReaction(Everything);
        InterfaceResponse At(double dx, double dphi, double dc) => reaction.Implicit(History, x + dx, phi + dphi, c + dc);
        InterfaceResponse here = At(0, 0, 0);

        Check(At(1e-7, 0, 0), At(-1e-7, 0, 0), 2e-7, here.Insertion.ByLithiation, here.SideByLithiation);
        Check(At(0, 1e-6, 0), At(0, -1e-6, 0), 2e-6, here.Insertion.ByPotential, here.SideByPotential);
        Check(At(0, 0, 0.01), At(0, 0, -0.01), 0.02, here.Insertion.ByConcentration, here.SideByConcentration);

        // The resistance of the film grown in this very step is left out of the derivatives: 2 % of them here.
        void Check(InterfaceResponse high, InterfaceResponse low, double step, double insertion, double side)
        {
            Assert.Equal(1, (high.Insertion.Current - low.Insertion.Current) / step / insertion, 0.05);
            Assert.Equal(1, (high.Side - low.Side) / step / side, 0.05);
        }
    }

    [Fact]
    public void Implicit_FilmWithResistance_TakesItsDropOffThePotential()
    {
        var bare = new InterfaceReaction(Everything with { FilmResistivityOhmM = 0 });
        InterfaceResponse covered = new InterfaceReaction(Everything).Implicit(History, 0.4, 1.3, 1000);

        double drop = Everything.FilmResistivityOhmM * covered.FilmM * covered.Net;
        InterfaceResponse behind = bare.Implicit(History, 0.4, 1.3 - drop, 1000);

        Assert.True(drop < -1e-5);
        Assert.Equal(1, behind.Net / covered.Net, 1e-9);
    }

    [Fact]
    public void Implicit_LongStep_SpendsTheSurfaceChargeOnceAndStopsTheFilmAtSaturation()
    {
        InterfaceResponse end = new InterfaceReaction(Everything).Implicit(new InterfaceHistory(0, 0, 1e9), 0.5, 1.0, 1000);

        Assert.Equal(0.4, end.SpentCM2, 1e-3);
        Assert.InRange(end.FilmM, 0.3e-9, 0.5e-9);
    }

    [Fact]
    public void At_FilmBeyondSaturation_GrowsNoMore()
        => Assert.Equal(0, new SideReaction(Everything).At(1.0, 0.6e-9));
}
