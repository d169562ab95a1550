using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>Registers what the pages and endpoints of particles need; it stands on the data folder.</summary>
internal static class ParticleServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => new ParticleLibrary(provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Distributions>();
        services.AddSingleton<ParticleCrops>();
        services.AddSingleton(provider => new ParticlePassports(provider.GetRequiredService<ParticleLibrary>(), provider.GetRequiredService<ParticleCrops>(), provider.GetService<RunModels>()));
        services.AddScoped<ParticleCommands>();
    }
}
