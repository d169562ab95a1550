using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Parquet;
using Parquet.Serialization;

namespace LtoAutoscope.Storage.Tests.Runs;

public sealed class FrameAnalysisFileTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private RunFolder _run = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _run = await RunFolder.CreateAsync(_data, SampleData.Record(), Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ReadAsync_Written_GivesTheSameParticlesToTheLastBit()
    {
        Particle[] particles = [SampleData.Particle("a01-f0001", 1), SampleData.Particle("a01-f0001", 2)];
        await FrameAnalysisFile.WriteAsync(_run, new FrameAnalysis("a01-f0001", particles, new LabelImage(4, 4), 1.0 / 3), Token);
        StoredFrameAnalysis read = (await FrameAnalysisFile.ReadAsync(_run, "a01-f0001", Token))!;
        Assert.Equal(1.0 / 3, read.ForegroundFraction);
        Assert.Equal(JsonSerializer.Serialize(particles, DomainJson.Line), JsonSerializer.Serialize(read.Particles, DomainJson.Line));
        Assert.True(double.IsNaN(read.Particles[0].FractalDimension));
        Assert.Equal([1, 2, 3.5f, 4, 5, 6.25f], read.Particles[0].Outline);
    }

    [Fact]
    public async Task ReadAsync_NeverWritten_IsNull()
        => Assert.Null(await FrameAnalysisFile.ReadAsync(_run, "a01-f0009", Token));

    [Fact]
    public async Task ReadAsync_FrameTakenAgainSince_IsNull()
    {
        await FrameAnalysisFile.WriteAsync(_run, new FrameAnalysis("a01-f0001", [], new LabelImage(4, 4), 0), Token);
        await _run.Frames(new PlainCodec()).SaveAsync(SampleData.Frame("a01-f0001"), Token);
        Assert.Null(await FrameAnalysisFile.ReadAsync(_run, "a01-f0001", Token));
    }

    [Fact]
    public async Task ParticleParquet_Written_HasTheContractsColumnsAndValues()
    {
        Particle[] particles = [SampleData.Particle("a01-f0001", 1), SampleData.Particle("a01-f0001", 2)];
        await ParticleParquet.WriteAsync(_run.ParticlesParquetPath, particles, Token);
        await using ParquetReader reader = await ParquetReader.CreateAsync(_run.ParticlesParquetPath, cancellationToken: Token);
        Assert.Equal(
            "particle_id,frame,x_px,y_px,area_nm2,diameter_nm,feret_max_nm,feret_min_nm,length_nm,width_nm,aspect_ratio,perimeter_nm,circularity,solidity,fractal_dimension,fractal_dimension_se,touches_border,weight,confidence"
            + ",orientation_deg,fractal_dimension_r2,fractal_dimension_raw,box_dimension,box_dimension_se,box_dimension_r2,surface_dimension,surface_dimension_se,surface_dimension_r2,class,agglomerate_id,agglomerate_weight",
            string.Join(',', reader.Schema.Fields.Select(field => field.Name)));
        Assert.Equal(ParticleColumn.All.Select(column => column.Name), reader.Schema.Fields.Select(field => field.Name));
        Assert.Equal(ParticleParquet.Form, reader.CustomMetadata[ParticleParquet.FormKey]);
        Assert.Contains("\"name\":\"area_nm2\",\"unit\":\"nm²\",\"ucum\":\"nm2\"", reader.CustomMetadata[ParticleParquet.ColumnsKey], StringComparison.Ordinal);
        using (ParquetRowGroupReader group = reader.OpenRowGroupReader(0))
            Assert.Equal("nm", group.GetCustomMetadata(reader.Schema.GetDataFields().Single(field => field.Name == "diameter_nm"))["unit"]);
        await using FileStream file = File.OpenRead(_run.ParticlesParquetPath);
        var rows = (await ParquetSerializer.DeserializeUntypedAsync(file, cancellationToken: Token)).Data;
        Assert.Equal(2, rows.Count);
        Assert.Equal("a01-f0001-0002", rows[1]["particle_id"]);
        Assert.Equal(particles[0].YPx, rows[0]["y_px"]);
        Assert.Equal(double.NaN, rows[0]["fractal_dimension"]);
        Assert.Equal(true, rows[1]["touches_border"]);
        Assert.Equal(1.07, rows[0]["weight"]);
        Assert.Equal("unknown", rows[0]["class"]);
    }
}
