using System.Net.Http.Headers;
using LtoAutoscope.Daemon.Instruments;
using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Recipes;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>The web side with a real laboratory at a microscope in software, over loopback TCP; no run is queued.</summary>
internal sealed class HandBench : IAsyncDisposable
{
    private readonly string _folder;
    private readonly TwinHost _twin;
    private readonly DataFolder _data;
    private readonly WireRecorder _recorder;

    private HandBench(string folder, TwinHost twin, DataFolder data, WireRecorder recorder, Lab lab, WebFixture web)
        => (_folder, _twin, _data, _recorder, Lab, Web) = (folder, twin, data, recorder, lab, web);

    public Lab Lab { get; }

    public WebFixture Web { get; }

    public string Recipes => Path.Combine(_folder, "config");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HandBench> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("lto-hand-").FullName, config = RepositoryConfig();
        var holder = new HolderMap { Name = "bench", Stubs = [new Stub("A", 0, 0, 3)] };
        var world = new HolderWorld(holder, new Dictionary<string, ISampleWorld> { ["A"] = new SyntheticPowderWorld(new PowderParameters { Seed = 3, MedianDiameterNm = 68, NumberDensityPerUm2 = 24 }) });
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { SharkSemPort = 0, TimeFactor = 40 }, world, TimeProvider.System, NullLoggerFactory.Instance, Token);
        InstrumentConfiguration instrument = (await InstrumentConfiguration.LoadAsync(Path.Combine(config, "instruments", "twin.yaml"), Token)).At(twin.Endpoints.SharkSem);
        DataFolder data = await DataFolder.OpenAsync(Path.Combine(folder, "data"), new DataFolderOptions(), TimeProvider.System, Token);
        var recorder = new WireRecorder(new WireRecorderSettings { Folder = Path.Combine(data.Root, "wire") }, TimeProvider.System);
        var options = new LabOptions
        {
            ModelsFolder = folder, RecipesFolder = Path.Combine(folder, "config"), MaterialsFolder = Path.Combine(config, "materials"), RegressionModel = "", Holder = holder, SoftwareVersion = "test",
        };
        var lab = new Lab(options, "twin", token => InstrumentFactory.ConnectAsync(instrument, TimeProvider.System, NullLoggerFactory.Instance, token, recorder), data, TimeProvider.System, NullLogger<Lab>.Instance);
        await lab.StartAsync(Token);
        await lab.PollAsync(Token);
        WebFixture web = await WebFixture.StartAsync(services =>
        {
            services.AddSingleton<Pipeline.Live.ILab>(lab);
            services.AddSingleton<ILabControl>(lab);
            services.AddSingleton(instrument);
            services.AddSingleton(recorder);
            services.AddSingleton(new WireTail(Path.Combine(data.Root, "wire")));
            services.AddSingleton<RawConsoles>();
            services.AddSingleton(new RecipeLibrary(options.RecipesFolder, data.Recipes));
            services.AddSingleton(new RecipeStore(data, TimeProvider.System));
        });
        return new HandBench(folder, twin, data, recorder, lab, web);
    }

    /// <summary>A program with an operator's key; its name is “robot”.</summary>
    public HttpClient Robot()
    {
        HttpClient client = Web.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", WebFixture.Key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await Lab.ShutDownAsync(CancellationToken.None);
        await Lab.DisposeAsync();
        await _recorder.DisposeAsync();
        _data.Dispose();
        await _twin.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string RepositoryConfig() => Hosting.ContentFolders.Locate().Config;
}
