using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Tests.Metrology;

namespace LtoAutoscope.Imaging.Tests.Analysis;

public sealed class ParticleTableTests
{
    private const string Header = "particle_id,frame,x_px,y_px,area_nm2,diameter_nm,feret_max_nm,feret_min_nm,length_nm,width_nm,aspect_ratio,"
        + "perimeter_nm,circularity,solidity,fractal_dimension,fractal_dimension_se,touches_border,weight,confidence";

    private const string Later = ",orientation_deg,fractal_dimension_r2,fractal_dimension_raw,box_dimension,box_dimension_se,box_dimension_r2,"
        + "surface_dimension,surface_dimension_se,surface_dimension_r2";

    [Fact]
    public void ToText_Header_IsTheContract() => Assert.Equal(Header + Later + ",class,agglomerate_id,agglomerate_weight\n", ParticleTableWriter.ToText([]));

    [Fact]
    public void Read_TableFromBeforeTheLaterColumns_HasNaNThere()
    {
        Particle particle = Assert.Single(ParticleTableReader.Read(new StringReader(Header + "\na-0001,f,1,2,3,4,5,6,7,8,9,10,11,12,13,14,true,1,0.5\n"), "t.csv"));

        Assert.Equal(13, particle.FractalDimension);
        Assert.Equal(0.5, particle.Confidence);
        Assert.All((double[])[particle.OrientationDeg, particle.FractalDimensionR2, particle.FractalDimensionRaw, particle.BoxDimension, particle.BoxDimensionSe, particle.BoxDimensionR2, particle.SurfaceDimension, particle.SurfaceDimensionSe, particle.SurfaceDimensionR2],
            value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Deserialise_ParticleFromBeforeTheLaterMeasures_HasNaNThere()
    {
        string[] later = [.. Later.Split(',', StringSplitOptions.RemoveEmptyEntries)];
        JsonObject json = JsonNode.Parse(JsonSerializer.Serialize(MorphologyStatisticsTests.Of(10), DomainJson.Line))!.AsObject();
        foreach (string name in later) Assert.True(json.Remove(name), name);

        Particle particle = json.Deserialize<Particle>(DomainJson.Line)!;

        Assert.True(double.IsNaN(particle.SurfaceDimension));
        Assert.Equal(10, particle.DiameterNm);
    }

    [Fact]
    public void ToTextRead_AnyParticle_RoundTrips()
        => Gen.Select(Gen.Double[1e-6, 1e9], Gen.Double[1, 50], Gen.Bool, Gen.Int[0, 2].Select(i => new[] { "a.png", "a, \"b\".tif", "ü.jpg" }[i])).Sample((diameter, weight, touches, frame) =>
        {
            Particle particle = MorphologyStatisticsTests.Of(diameter, weight) with
            {
                Class = touches ? ParticleClass.Cut : ParticleClass.Overlapped, AgglomerateId = 7, AgglomerateWeight = weight, Frame = frame, ParticleId = frame + "-0031", LabelId = 31, TouchesBorder = touches, FractalDimension = double.NaN, FractalDimensionSe = double.NaN,
                OrientationDeg = -30.5, BoxDimension = 1.01, BoxDimensionSe = 0.02, BoxDimensionR2 = 0.98, SurfaceDimension = 2.4, SurfaceDimensionSe = 0.1, SurfaceDimensionR2 = 0.9,
            };

            Particle back = Assert.Single(ParticleTableReader.Read(new StringReader(ParticleTableWriter.ToText([particle])), "t"));

            Assert.Equal(particle with { Outline = back.Outline }, back);
        }, iter: 100);

    [Fact]
    public void Read_TableFromBeforeClasses_LeavesThemUnknown()
    {
        string[] lines = ParticleTableWriter.ToText([MorphologyStatisticsTests.Of(30)]).Split('\n');
        string old = string.Join('\n', lines.Take(2).Select(line => string.Join(',', line.Split(',').SkipLast(3)))) + "\n";

        Particle back = Assert.Single(ParticleTableReader.Read(new StringReader(old), "t"));

        Assert.Equal((ParticleClass.Unknown, 0, true), (back.Class, back.AgglomerateId, back.Counts));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("particle_id,frame\n", "x_px")]
    [InlineData(Header + "\na-1,f,1,2\n", "line 2")]
    [InlineData(Header + ",box_dimension\na-1,f,1,2,3,4,5,6,7,8,9,10,11,12,13,14,true,1,1,one", "box_dimension")]
    [InlineData(Header + "\na-1,f,1,2,3,4,5,six,7,8,9,10,11,12,13,14,true,1,1\n", "feret_min_nm")]
    [InlineData(Header + ",class\na-1,f,1,2,3,4,5,6,7,8,9,10,11,12,13,14,true,1,1,torn\n", "torn")]
    public void Read_BadTable_SaysWhere(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<InputException>(() => ParticleTableReader.Read(new StringReader(text), "t.csv")).Message, StringComparison.Ordinal);
}
