using System.Text;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Tests.Formats.Vendors;

/// <summary>Layouts and oddities of makers' text as files and readers in public repositories show them; the values are made here.</summary>
public sealed class VendorLayoutTests
{
    /// <summary>As a Helios 5 writes it: keys without values, day first in <c>TimeOfCreation</c>, a scanned part of the frame whose file is smaller than <c>[Image]</c> says.</summary>
    private const string Helios5 = "[User]\r\nDate=10/09/2023\r\nTime=08:04:59 PM\r\nUser=user\r\nUserText=\r\n\r\n[System]\r\nType=DualBeam\r\nDnumber=9954108\r\nSystemType=Helios 5\r\nDisplayWidth=0.518\r\n\r\n"
        + "[Beam]\r\nHV=2000\r\nSpot=\r\nFineStageBias=\r\nBeam=EBeam\r\nScan=EScan\r\n\r\n[EBeam]\r\nApertureDiameter=7.26825e-009\r\nHV=2000\r\nHFW=2.243E-05\r\nVFW=1.088E-05\r\nWD=0.00396297\r\nBeamCurrent=2e-10\r\n"
        + "DynamicWDIsOn=\r\nStageTa=0.907553\r\nEmissionCurrent=\r\n\r\n[Scan]\r\nDwelltime=3e-05\r\nPixelWidth=1e-08\r\nPixelHeight=1e-08\r\nHorFieldsize=2.243E-05\r\n\r\n[Stage]\r\nStageX=-0.00446317\r\nStageT=0.907553\r\n"
        + "WorkingDistance=0.00396297\r\n\r\n[Image]\r\nResolutionX=3072\r\nResolutionY=2048\r\nZoomPanX=\r\n\r\n[Detectors]\r\nNumber=1\r\nName=TLD\r\nMode=BSE\r\n\r\n[PrivateFei]\r\nBitShift=0\r\n"
        + "TimeOfCreation=09.10.2023 20:04:59\r\nDatabarHeight=\r\n[EasyLift]\r\nRotation=0\r\n";

    [Fact]
    public void Fei_ScannedPartOfTheFrame_KeepsItsPixelSize()
    {
        ImageFacts facts = FeiMetadata.TryRead(Helios5, "FEI tag 34682", 2243, 1088)!;

        Assert.Equal(10, facts.PixelSizes[0].Nm, 9);
        Assert.Null(facts.Area);
        Assert.Contains(facts.Notes, note => note.Contains("3072 × 2048 pixels does not belong", StringComparison.Ordinal));
        Assert.Contains(facts.Notes, note => note.Contains("tilted by 52°", StringComparison.Ordinal));
        Assert.Equal((2.0, 200.0, 30.0, "TLD BSE"), (facts.BeamEnergyKv!.Value.Value, Math.Round(facts.ProbeCurrentPa!.Value.Value, 6), Math.Round(facts.DwellUs!.Value.Value, 6), facts.Detector!.Value.Value));
    }

    [Theory]
    [InlineData("10/09/2023", "09.10.2023 20:04:59")]
    [InlineData("09/10/2023", "09.10.2023 20:04:59")]
    [InlineData("10/09/2023", "")]
    public void Fei_Date_IsTheDayFirstOneWhereThereIsOne(string date, string creation)
        => Assert.Equal(new DateTime(2023, 10, 9, 20, 4, 59), FeiMetadata.TryRead(Helios5.Replace("10/09/2023", date, StringComparison.Ordinal).Replace("09.10.2023 20:04:59", creation, StringComparison.Ordinal), "t", 2243, 1088)!.TakenAt!.Value.Value);

    [Fact]
    public void Fei_ApertureOfSomeNanometres_IsNotUsed()
    {
        ImageFacts facts = FeiMetadata.TryRead(Helios5, "t", 2243, 1088)!;

        Assert.Null(facts.ApertureUm);
        Assert.Contains(facts.Notes, note => note.Contains("ApertureDiameter", StringComparison.Ordinal));
    }

    /// <summary>Two detectors' pictures of one place, above one data bar: together they would count each particle twice.</summary>
    [Theory]
    [InlineData(2, 1, 240, 4096, 2288, 2048, 2048)]
    [InlineData(2, 2, 80, 2048, 2128, 1024, 1024)]
    [InlineData(1, 1, 80, 1024, 1104, 1024, 1024)]
    public void Tescan_SeveralViews_TakesTheFirst(int columns, int rows, int strip, int width, int height, int pictureWidth, int pictureHeight)
    {
        ImageFacts facts = TescanMetadata.TryRead($"[MAIN]\r\nDevice=MIRA3 LMH\r\nImageStripSize={strip}\r\nPixelSizeX=3e-9\r\nPixelSizeY=3e-9\r\nViewFieldsCountX={columns}\r\nViewFieldsCountY={rows}\r\n[SEM]\r\nHV=5000.0\r\n", "side file a-tif.hdr", width, height)!;

        Assert.Equal(new PixelArea(0, 0, pictureWidth, pictureHeight), facts.Area!.Value.Value);
        Assert.Equal(3, facts.PixelSizes[0].Nm, 9);
        Assert.Equal(columns > 1, facts.Notes.Any(note => note.Contains("the first one was taken", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("AP_BEAM_CURRENT\nBeam Current = 80.0 µA\n", null, 80.0)]
    [InlineData("AP_BEAM_CURRENT\nBeam Current = 100.0 pA\n", 100.0, null)]
    [InlineData("AP_IPROBE\nI Probe = 1.2 nA\nAP_BEAM_CURRENT\nBeam Current = 80.0 µA\n", 1200.0, 80.0)]
    public void Zeiss_BeamCurrentOfAFilament_IsNoProbeCurrent(string text, double? probePa, double? emissionUa)
    {
        ImageFacts facts = ZeissMetadata.TryRead("0\n0\nAP_IMAGE_PIXEL_SIZE\nImage Pixel Size = 2 nm\n" + text, 1024, 768)!;

        Assert.Equal(probePa, Rounded(facts.ProbeCurrentPa));
        Assert.Equal(emissionUa, Rounded(facts.EmissionCurrentUa));
    }

    [Fact]
    public void Zeiss_DateWithoutASpaceAndMagnificationInOneWord_AreRead()
    {
        ImageFacts facts = ZeissMetadata.TryRead("0\nAP_DATE\nDate: 22 Jan 2026\nAP_TIME\nTime: 21:48:36\nAP_MAG\nMag = 50.00 KX\nAP_IMAGE_PIXEL_SIZE\nImage Pixel Size = 558.2 pm\n", 2048, 1536)!;

        Assert.Equal((new DateTime(2026, 1, 22, 21, 48, 36), 50_000.0), (facts.TakenAt!.Value.Value, facts.Magnification!.Value.Value));
        Assert.Equal(0.5582, facts.PixelSizes[0].Nm, 9);
    }

    [Fact]
    public void Hitachi_StageInNanometres_IsRead()
    {
        ImageFacts facts = HitachiMetadata.TryRead("[SemImageFile]\r\nInstructName=TM4000\r\nImageName=a.tif\r\nDataSize=1280x960\r\nPixelSize=24.80469\r\nMagnification=4000\r\nAcceleratingVoltage=15000 Volt\r\nWorkingDistance=8600 um\r\n"
            + "StagePositionX=25400000\r\nStagePositionY=-1250000\r\n", "side file", 1280, 1040)!;

        Assert.Equal((25.4, -1.25, 15.0, 8.6), (facts.StageXMm!.Value.Value, facts.StageYMm!.Value.Value, facts.BeamEnergyKv!.Value.Value, Math.Round(facts.WorkingDistanceMm!.Value.Value, 9)));
        Assert.Equal(new PixelArea(0, 0, 1280, 960), facts.Area!.Value.Value);
    }

    /// <summary>Newer JEOL programs write the field of view, in UTF-8 or a code page, and no scale bar.</summary>
    [Theory]
    [InlineData("$CM_FIELD_OF_VIEW 120.0µm 90.0µm\r\n", 93.75)]
    [InlineData("$CM_FIELD_OF_VIEW 12.80 µm 9.60 µm\r\n", 10)]
    [InlineData("$CM_PIXEL_SIZE 0.01\r\n$CM_LABEL JEOL\r\n", 10)]
    [InlineData("$$SM_MICRON_BAR 160\r\n$$SM_MICRON_MARKER 1um\r\n$CM_FIELD_OF_VIEW 120.0µm 90.0µm\r\n", 6.25)]
    public void Jeol_FieldOfView_GivesThePixelSize(string scale, double expected)
    {
        string text = "$SEM_DATA_VERSION 1\r\n$CM_DATE 2024/03/09\r\n$CM_TIME 10:11:12\r\n$CM_INSTRUMENT JSM-IT800\r\n$CM_IMAGE_SIZE 1280 960\r\n$CM_ACCEL_VOLT 5.00\r\n$SM_WD 4.2\r\n$CM_STAGE_POSITION 2.044 0.704 10.2 11.0 0.0 0\r\n$FE_DETECTOR_NAME UED\r\n" + scale;
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            ImageFacts facts = JeolMetadata.TryRead(VendorText.Decode(encoding.GetBytes(text)), "side file", 1280, 1024)!;

            Assert.Equal(expected, facts.PixelSizes[0].Nm, 9);
            Assert.Equal(new PixelArea(0, 0, 1280, 960), facts.Area!.Value.Value);
            Assert.Equal((5.0, 4.2, 2.044, 0.704, "UED"), (facts.BeamEnergyKv!.Value.Value, Math.Round(facts.WorkingDistanceMm!.Value.Value, 9), facts.StageXMm!.Value.Value, facts.StageYMm!.Value.Value, facts.Detector!.Value.Value));
            Assert.Equal(new DateTime(2024, 3, 9, 10, 11, 12), facts.TakenAt!.Value.Value);
        }
    }

    private static double? Rounded(Known<double>? known) => known is { } value ? Math.Round(value.Value, 6) : null;
}
