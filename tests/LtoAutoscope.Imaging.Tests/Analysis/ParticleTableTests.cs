using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Tests.Metrology;

namespace LtoAutoscope.Imaging.Tests.Analysis;

public sealed class ParticleTableTests
{
    private const string Header = "particle_id,frame,x_px,y_px,area_nm2,diameter_nm,feret_max_nm,feret_min_nm,length_nm,width_nm,aspect_ratio,"
        + "perimeter_nm,circularity,solidity,fractal_dimension,fractal_dimension_se,touches_border,weight,confidence";

    [Fact]
    public void ToText_Header_IsTheContract() => Assert.Equal(Header + "\n", ParticleTableWriter.ToText([]));

    [Fact]
    public void ToTextRead_AnyParticle_RoundTrips()
        => Gen.Select(Gen.Double[1e-6, 1e9], Gen.Double[1, 50], Gen.Bool, Gen.Int[0, 2].Select(i => new[] { "a.png", "a, \"b\".tif", "ü.jpg" }[i])).Sample((diameter, weight, touches, frame) =>
        {
            Particle particle = MorphologyStatisticsTests.Of(diameter, weight) with
            {
                Frame = frame, ParticleId = frame + "-0031", LabelId = 31, TouchesBorder = touches, FractalDimension = double.NaN, FractalDimensionSe = double.NaN,
            };

            Particle back = Assert.Single(ParticleTableReader.Read(new StringReader(ParticleTableWriter.ToText([particle])), "t"));

            Assert.Equal(particle with { Outline = back.Outline }, back);
        }, iter: 100);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("particle_id,frame\n", "x_px")]
    [InlineData(Header + "\na-1,f,1,2\n", "line 2")]
    [InlineData(Header + "\na-1,f,1,2,3,4,5,six,7,8,9,10,11,12,13,14,true,1,1\n", "feret_min_nm")]
    public void Read_BadTable_SaysWhere(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<InputException>(() => ParticleTableReader.Read(new StringReader(text), "t.csv")).Message, StringComparison.Ordinal);
}
