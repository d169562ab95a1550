using LtoAutoscope.Daemon.Instruments;
using LtoAutoscope.Daemon.Schedules;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Pipeline.Models;
using LtoAutoscope.Pipeline.Preflight;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Schedules;
using LtoAutoscope.Pipeline.Syntheses;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Recipes;
using Quartz;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Builds the one host that <c>serve</c> and <c>demo</c> share: service, scheduler, laboratory, pages.</summary>
internal static class DaemonHost
{
    private const int ReadyThreads = 32;
    private static readonly TimeSpan QueueInterval = TimeSpan.FromSeconds(1);

    /// <summary>Builds the host; the caller starts it. The data folder is locked until the host is disposed.</summary>
    public static WebApplication Build(DaemonOptions options, DataFolder data, IAuditTrail audit)
    {
        AccessSettings access = options.Access ?? AccessFile.Load(options.Content.Config);
        var binding = Binding.Of(options.Urls, access.AllowPlainHttp || options.AllowPlainHttp);
        // A stop's request must find a thread at once, also while others of the pool are held up by a disk.
        ThreadPool.SetMinThreads(ReadyThreads, ReadyThreads);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = options.Content.Root, ApplicationName = typeof(DaemonHost).Assembly.GetName().Name });
        builder.WebHost.UseUrls(options.Urls);
        Telemetry.TelemetryServices.Add(builder, Telemetry.TelemetryFile.Load(options.Content.Config), data, SoftwareVersion.Current, options.Instrument.Name, options.LogToConsole);
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "LtoAutoscope");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options.Content);
        builder.Services.AddSingleton(data);
        builder.Services.AddSingleton(audit);
        AccessServices.Add(builder, data, access, binding);
        builder.Services.AddSingleton(services => new WireRecorder(new WireRecorderSettings { Folder = Path.Combine(data.Root, "wire") }, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new Lab(
            new LabOptions
            {
                ModelsFolder = options.Content.Models, ModelPath = options.ModelPath, RecipesFolder = options.Content.Recipes, MaterialsFolder = options.Content.Materials,
                RegressionModel = options.Content.Regression, Holder = options.Holder, SoftwareVersion = SoftwareVersion.Current, Schedule = options.Schedule,
                InstrumentTime = options.InstrumentTime, Conditions = ConditionFile.Load(options.Content.Config), Preflight = options.Preflight ? PreflightFile.Load(options.Content.Config) : null,
            },
            options.Instrument.Name,
            token => InstrumentFactory.ConnectAsync(options.Instrument, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>(), token, services.GetRequiredService<WireRecorder>(), new ImageFileReader()),
            data,
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Lab>>()));
        builder.Services.AddSingleton<ILabEventSource>(services => services.GetRequiredService<Lab>());
        builder.Services.AddSingleton<ILabControl>(services => services.GetRequiredService<Lab>());
        builder.Services.AddSingleton(options.Instrument);
        builder.Services.AddSingleton<RawConsoles>();
        builder.Services.AddSingleton<ConfiguredInstruments>();
        builder.Services.AddSingleton(new RecipeLibrary(options.Content.Recipes, data.Recipes));
        builder.Services.AddSingleton(services => new RecipeStore(data, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new WireTail(Path.Combine(data.Root, "wire")));
        builder.Services.AddHostedService<ControlTrail>();
        builder.Services.AddSingleton<ILab>(services => services.GetRequiredService<Lab>());
        builder.Services.AddSingleton(services => new LabRehearsal(services.GetRequiredService<Lab>(), options.Instrument, data, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new CellArchive(data));
        builder.Services.AddSingleton(new MaterialLibrary(options.Content.Materials));
        builder.Services.AddSingleton(new SampleCellArchive(data, options.Content.Materials));
        builder.Services.AddSingleton(services => new CellImports(data, options.Content.Materials, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new CorrelationStudy(data, options.Content.Regression));
        builder.Services.AddSingleton(new RegressionModels(data, options.Content.Regression));
        builder.Services.AddSingleton(services => new RegressionFits(data, services.GetRequiredService<RegressionModels>(), services.GetRequiredService<TimeProvider>(), SoftwareVersion.Current));
        builder.Services.AddSingleton(services => new RegressionComparer(data, services.GetRequiredService<RegressionModels>()));
        builder.Services.AddSingleton<RegressionRuns>();
        builder.Services.AddSingleton<RegressionLibrary>();
        builder.Services.AddSingleton(services => new NextSyntheses(data, options.Content.SynthesisSpace, services.GetRequiredService<MaterialLibrary>(), services.GetRequiredService<Lab>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new ResolvedCellRuns(data, options.Content.Materials, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ResolvedCellRuns>>()));
        builder.Services.AddSingleton(new RunModels(options.Content.Models, data, options.ModelPath));
        builder.Services.AddHostedService<LabHostedService>();
        AddSchedule(builder.Services, options, data);
        builder.Services.AddSingleton<SystemdWatchdog>();
        builder.Services.AddHostedService<Watch.HeartbeatService>();
        builder.Services.AddHostedService<PowerHoldService>();
        Survival.AddTasks(builder.Services, options.Content.Config);
        Alerts.AlertServices.Add(builder.Services, options.Content.Config, options.Instrument.Name);

        builder.Services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<QueueJob>(trigger => trigger.WithIdentity("queue").StartNow().WithSimpleSchedule(EverySecond));
            quartz.ScheduleJob<VitalsJob>(trigger => trigger.WithIdentity("vitals").StartNow().WithSimpleSchedule(EverySecond));
        });
        builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = false);

        WebHost.AddServices(builder, new WebSettings
        {
            WwwRoot = options.Content.WebRoot, KeysFolder = Path.Combine(data.Accounts, "keys"), Version = SoftwareVersion.Current, Access = access, IsTls = binding.IsTls,
            DataFolder = data.Root, ContentRoot = options.Content.Root, ConfigFolder = options.Content.Config,
        });
        WebApplication app = builder.Build();
        WebHost.Map(app);
        return app;
    }

    /// <summary>
    /// Looking at the queue and at the instrument: every second, and after a time in which it could not (a sample was at work, the machine slept) at the next second, not once for each that was missed.
    /// </summary>
    private static void EverySecond(SimpleScheduleBuilder schedule)
        => schedule.WithInterval(QueueInterval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount);

    /// <summary>What is done again and again: further tasks are registered as <see cref="IRecurringTask"/>.</summary>
    private static void AddSchedule(IServiceCollection services, DaemonOptions options, DataFolder data)
    {
        services.AddSingleton(options.Schedule);
        services.AddSingleton<IRecurringTask>(provider => new GoldenTileCheck(
            data, new RunModels(options.Content.Models, data, options.ModelPath), options.Content.Models, SoftwareVersion.Current, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var times = new CronTimes(ScheduleEvaluation.ZoneOf(options.Schedule, time.LocalTimeZone));
            return new RecurringTasks(data, options.Schedule, provider.GetServices<IRecurringTask>(), times.After, time, provider.GetRequiredService<ILogger<RecurringTasks>>());
        });
        services.AddSingleton<ILabEventSource>(provider => provider.GetRequiredService<RecurringTasks>());
        services.AddSingleton<RecurringTriggers>();
        services.AddHostedService<RecurringService>();
    }

    /// <summary>Starts the host.</summary>
    /// <exception cref="InputException">The port is taken, or the address may not be used.</exception>
    public static async Task StartAsync(WebApplication app, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new InputException("another program uses this address already", urls, "Stop that program (another daemon, perhaps), or choose another port with --urls", error);
        }
        catch (System.Net.Sockets.SocketException error)
        {
            throw new InputException($"the address cannot be used ({error.Message.TrimEnd('.')})", urls, "Choose an address of this machine and a port above 1023 with --urls", error);
        }
    }

    /// <summary>An address under which a browser reaches the started host: its machine's name where it listens at all of its addresses.</summary>
    public static string LinkOf(WebApplication app)
    {
        BindingAddress address = BindingAddress.Parse(app.Urls.First());
        bool isAll = address.Host is "0.0.0.0" or "[::]" or "*" or "+";
        return $"{address.Scheme}://{(isAll ? Environment.MachineName.ToLowerInvariant() : address.Host)}:{address.Port}";
    }

    /// <summary>Where the started host listens, with the port that it took when port 0 was asked for.</summary>
    public static string AddressOf(WebApplication app) => string.Join(';', app.Urls);
}
