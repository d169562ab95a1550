using CsCheck;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Tests.Worlds;

public sealed class DoseLedgerTests
{
    private static readonly Gen<Exposure> Any = Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3], Gen.Double[-180, 180], Gen.Double[1, 3000], Gen.Double[0.1, 10])
        .Select((x, y, rotation, width, dose) => new Exposure(x, y, rotation, width, width * 0.75, dose));

    [Fact]
    public void Of_AView_IsCurrentTimesDwellOverThePixel()
    {
        // 100 pA for 1 µs are 624 electrons; on a pixel of 10 nm they are 6.24 a nm².
        var view = new ViewRequest { CentreXMm = 0, CentreYMm = 0, FieldWidthUm = 10.24, WidthPx = 1024, HeightPx = 768, DwellUs = 1, Identity = 1 };
        Exposure exposure = Exposure.Of(view);
        Assert.Equal(6.2415, exposure.DosePerNm2, 1e-4);
        Assert.Equal((10.24, 7.68), (exposure.WidthUm, Math.Round(exposure.HeightUm, 9)));
    }

    [Fact]
    public void Dose_AnyExposures_IsTheSumOfThoseThatCoverThePlace()
        => Gen.Select(Any.List[0, 12], Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample((exposures, x, y) =>
        {
            var ledger = new DoseLedger();
            foreach (Exposure exposure in exposures) ledger.Add(exposure);
            Assert.Equal(exposures.Where(e => e.Covers(x, y)).Sum(e => e.DosePerNm2), ledger.DosePerNm2(x, y), 1e-9);
            Assert.Equal(exposures.Count, ledger.Count);
        }, iter: 200);

    [Fact]
    public void Near_AnyExposures_MissesNoneThatCoversAPlaceOfIt()
        => Gen.Select(Any.List[0, 12], Any).Sample((exposures, here) =>
        {
            var ledger = new DoseLedger();
            foreach (Exposure exposure in exposures) ledger.Add(exposure);
            IReadOnlyList<Exposure> near = ledger.Near(here);
            foreach (Exposure exposure in exposures)
                if (exposure.Covers(here.CentreXMm, here.CentreYMm)) Assert.Contains(exposure, near);
        }, iter: 200);

    [Fact]
    public void Add_WithoutElectrons_BooksNothing()
    {
        var ledger = new DoseLedger();
        ledger.Add(new Exposure(0, 0, 0, 10, 10, 0));
        Assert.Equal((0, 0.0), (ledger.Count, ledger.Electrons));
    }
}
