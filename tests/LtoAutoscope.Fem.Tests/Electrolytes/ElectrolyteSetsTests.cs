using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Electrolytes;

namespace LtoAutoscope.Fem.Tests.Electrolytes;

/// <summary>Published electrolytes at 298.15 K and 1 mol/l, evaluated by another program from the same coefficients.</summary>
public sealed class ElectrolyteSetsTests
{
    [Fact]
    public void Create_LandesfeindEcDmc_HasTheKnownValues()
    {
        ElectrolyteProperties at = ElectrolyteSets.Create("landesfeind_ec_dmc", 298.15).At(1000);

        Assert.Equal(1.18187, at.ConductivitySM, 1e-5);
        Assert.Equal(2.90496e-10, at.DiffusivityM2S, 1e-15);
        Assert.Equal(0.32503, at.TransferenceNumber, 1e-5);
        Assert.Equal(2.20113, at.ThermodynamicFactor, 1e-5);
    }

    [Fact]
    public void Create_ValoenReimers_HasTheKnownValues()
    {
        ElectrolyteProperties at = ElectrolyteSets.Create("valoen_reimers", 298.15).At(1000);

        Assert.Equal(1.19433, at.ConductivitySM, 1e-5);
        Assert.Equal(3.2227e-10, at.DiffusivityM2S, 1e-14);
        Assert.Equal(0.38, at.TransferenceNumber);
        Assert.Equal(2.13195, at.ThermodynamicFactor, 1e-5);
    }

    [Fact]
    public void Create_UnknownName_NamesTheKnownOnes()
    {
        var e = Assert.Throws<InputException>(() => ElectrolyteSets.Create("water", 298));

        Assert.Contains("landesfeind_ec_dmc", e.Message, StringComparison.Ordinal);
    }
}
